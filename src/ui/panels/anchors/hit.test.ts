import { expect, test } from 'vitest';
import type { DraftObject } from '../../../experiments';
import type { Box } from './edit';
import { handleAt, handlesOf, nearestWithin, objectAt } from './hit';

const box: Box = [100, 100, 200, 200];

test('corners and sides of a large box are handles, the middle is none', () => {
  expect(handleAt(box, { x: 101, y: 99 }, 0.5)).toBe('nw');
  expect(handleAt(box, { x: 204, y: 150 }, 0.5)).toBe('e');
  expect(handleAt(box, { x: 150, y: 150 }, 0.5)).toBeNull();
  expect(handleAt(box, { x: 230, y: 230 }, 0.5)).toBeNull();
});

test('a small box has its corners only, and its middle still moves it', () => {
  const small: Box = [10, 10, 20, 20];
  expect(handlesOf(small, 0.5).map(({ handle }) => handle)).toEqual(['nw', 'ne', 'sw', 'se']);
  expect(handleAt(small, { x: 15, y: 15 }, 0.5)).toBeNull();
  expect(handleAt(small, { x: 24, y: 24 }, 0.5)).toBe('se');
});

test('of objects within each other the smallest is meant', () => {
  const objects: DraftObject[] = [
    { classId: 0, box: [0, 0, 100, 100] },
    { classId: 0, box: [40, 40, 60, 60] },
    { classId: 0, box: [30, 30, 90, 90] },
  ];
  expect(objectAt(objects, { x: 50, y: 50 })).toBe(1);
  expect(objectAt(objects, { x: 80, y: 80 })).toBe(2);
  expect(objectAt(objects, { x: 5, y: 5 })).toBe(0);
  expect(objectAt(objects, { x: 150, y: 5 })).toBeNull();
});

test('the nearest point counts, if it is within reach', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 3, y: 4 },
  ];
  expect(nearestWithin(points, { x: 2, y: 3 }, 5)).toBe(1);
  expect(nearestWithin(points, { x: 30, y: 40 }, 5)).toBeNull();
  expect(nearestWithin([], { x: 0, y: 0 }, 5)).toBeNull();
});
