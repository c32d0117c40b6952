import { expect, test } from 'vitest';
import { resized, withCount } from './drafting';

const objects = [
  { classId: 3, box: [10, 10, 30, 40] },
  { classId: 5, box: [50, 50, 90, 60] },
] as const;

test('fewer objects are the first of them, none is an empty list', () => {
  expect(withCount(objects, 1, 96, 'train.0')).toEqual([objects[0]]);
  expect(withCount(objects, 0, 96, 'train.0')).toEqual([]);
});

test('added objects have the class and the size of those that are there, and lie in the image', () => {
  const twelve = withCount(objects, 12, 96, 'train.0');
  expect(twelve.slice(0, 2)).toEqual(objects);
  for (const [i, { classId, box }] of twelve.entries()) {
    const { classId: expected, box: model } = objects[i % 2];
    expect(classId).toBe(expected);
    expect([box[2] - box[0], box[3] - box[1]]).toEqual([model[2] - model[0], model[3] - model[1]]);
    expect(Math.min(...box)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...box)).toBeLessThanOrEqual(96);
  }
});

test('an image grows in the same way every time, and another image in another', () => {
  const twelve = withCount(objects, 12, 96, 'train.0');
  expect(withCount(objects, 8, 96, 'train.0')).toEqual(twelve.slice(0, 8));
  expect(withCount(objects, 12, 96, 'train.1')).not.toEqual(twelve);
});

test('the first objects that are added keep clear of the others where there is room', () => {
  const [first, second] = withCount([objects[0]], 2, 300, 'train.0');
  const apart = second.box[0] >= first.box[2] || second.box[1] >= first.box[3] || second.box[2] <= first.box[0];
  expect(apart || second.box[3] <= first.box[1]).toBe(true);
});

test('an image without objects gets boxes of a quarter of its side', () => {
  const [only] = withCount([], 1, 300, 'train.0');
  expect([only.box[2] - only.box[0], only.box[3] - only.box[1]]).toEqual([75, 75]);
});

test('an image that shrinks and grows again has its own objects back', () => {
  const fewer = resized(objects, objects, 1, 96, 'train.0');
  expect(fewer).toEqual([objects[0]]);
  expect(resized(objects, [objects[0]], 2, 96, 'train.0')).toBeNull();
});

test('boxes that the reader drew stay while others join them', () => {
  const drawn = [{ classId: 1, box: [5, 5, 20, 20] }] as const;
  const more = resized(objects, drawn, 3, 96, 'train.0');
  expect(more?.slice(0, 1)).toEqual(drawn);
  expect(more).toHaveLength(3);
});
