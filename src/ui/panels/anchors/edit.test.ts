import { expect, test } from 'vitest';
import type { DraftObject } from '../../../experiments';
import {
  boxBetween,
  dragBox,
  keyboardDrag,
  middleBox,
  mostObjects,
  withBox,
  withClass,
  withObject,
  withoutObject,
} from './edit';

const objects: DraftObject[] = [
  { classId: 1, box: [10, 20, 80, 90] },
  { classId: 3, box: [0.123456, 0, 50, 50] },
];

test('a moved box keeps its size and stops at the image', () => {
  expect(dragBox([10, 20, 80, 90], 'move', 5, -5, 300)).toEqual([15, 15, 85, 85]);
  expect(dragBox([10, 20, 80, 90], 'move', -50, 1000, 300)).toEqual([0, 230, 70, 300]);
});

test('a handle moves its own sides, and never past the opposite ones', () => {
  expect(dragBox([10, 20, 80, 90], 'se', 5, 7, 300)).toEqual([10, 20, 85, 97]);
  expect(dragBox([10, 20, 80, 90], 'n', 5, 7, 300)).toEqual([10, 27, 80, 90]);
  expect(dragBox([10, 20, 80, 90], 'nw', 500, 500, 300)).toEqual([79, 89, 80, 90]);
  expect(dragBox([10, 20, 80, 90], 'e', 500, 0, 300)).toEqual([10, 20, 300, 90]);
});

test('a box is drawn from any corner to any other, and has an area wherever it is drawn', () => {
  expect(boxBetween(80, 90, 10, 20, 300)).toEqual([10, 20, 80, 90]);
  expect(boxBetween(5, 5, 5, 5, 300)).toEqual([5, 5, 6, 6]);
  expect(boxBetween(-20, 10, 30, 400, 300)).toEqual([0, 10, 30, 300]);
});

test('a box drawn along the lower right border lies within the image', () => {
  expect(boxBetween(300, 300, 300, 300, 300)).toEqual([299, 299, 300, 300]);
});

test('arrow keys move by the step and with Shift resize; other keys do nothing', () => {
  expect(keyboardDrag('ArrowLeft', false, 4)).toEqual({ handle: 'move', dx: -4, dy: 0 });
  expect(keyboardDrag('ArrowDown', true, 1)).toEqual({ handle: 'se', dx: 0, dy: 1 });
  expect(keyboardDrag('a', false, 1)).toBeNull();
});

test('a change of one object leaves the others, rounded to what a link carries', () => {
  expect(withBox(objects, 0, [1, 2, 3, 4])).toEqual([
    { classId: 1, box: [1, 2, 3, 4] },
    { classId: 3, box: [0.12, 0, 50, 50] },
  ]);
  expect(withClass(objects, 1, 7)[1]).toEqual({ classId: 7, box: [0.12, 0, 50, 50] });
  expect(withoutObject(objects, 0)).toEqual([{ classId: 3, box: [0.12, 0, 50, 50] }]);
});

test('objects are added up to sixty', () => {
  const added = { classId: 0, box: middleBox(300) };
  expect(withObject(objects, added)).toHaveLength(3);
  const full = Array.from({ length: mostObjects }, () => added);
  expect(withObject(full, added)).toHaveLength(60);
});
