import { expect, test } from 'vitest';
import { boxCount, centerToCorner, cornerToCenter, iou, iouMatrix } from './boxes';
import { Random } from './random';

const box = (...values: number[]) => Float32Array.from(values);

test('two boxes of 100 that share 50 have IoU 1/3', () => {
  expect(iou(box(0, 0, 10, 10), 0, box(0, 5, 10, 15), 0)).toBe(Math.fround(1 / 3));
});

test('a box has IoU 1 with itself and its rows are taken by index', () => {
  const boxes = box(0, 0, 4, 4, 3, 1, 9, 8);
  expect(iou(boxes, 1, boxes, 1)).toBe(1);
  expect(iou(boxes, 0, boxes, 1)).toBe(iou(boxes, 1, boxes, 0));
});

test.each([
  ['apart', box(20, 20, 30, 30)],
  ['touching along an edge', box(10, 0, 20, 10)],
  ['without area', box(5, 5, 5, 9)],
  ['of negative extent', box(8, 8, 2, 2)],
  ['padding', box(-1, -1, -1, -1)],
])('a box that is %s has IoU exactly 0', (_, other) => {
  expect(iou(box(0, 0, 10, 10), 0, other, 0)).toBe(0);
});

test('IoU rounds to float32 after every operation', () => {
  const random = new Random('iou');
  let differing = 0;
  for (let round = 0; round < 500; round++) {
    const [a, b] = [0, 1].map(() => {
      const [x, y] = [random.uniform(0, 40), random.uniform(0, 40)];
      return box(x, y, x + random.uniform(30, 90), y + random.uniform(30, 90));
    });
    // Every element of a Float32Array is rounded when it is stored.
    const [width, height] = box(
      Math.min(a[2], b[2]) - Math.max(a[0], b[0]),
      Math.min(a[3], b[3]) - Math.max(a[1], b[1]),
    );
    if (width <= 0 || height <= 0) continue;
    const sides = box(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]);
    const [overlap, areaA, areaB] = box(width * height, sides[0] * sides[1], sides[2] * sides[3]);
    const [sum] = box(areaA + areaB);
    const [union] = box(sum - overlap);
    const [ratio] = box(overlap / union);
    expect(iou(a, 0, b, 0)).toBe(ratio);
    if (ratio !== Math.fround(overlap / (areaA + areaB - overlap))) differing++;
  }
  expect(differing).toBeGreaterThan(10);
});

test('iouMatrix has a row per anchor and a column per box', () => {
  const matrix = iouMatrix(box(0, 0, 10, 10, 0, 5, 10, 15), box(0, 0, 10, 10, 0, 0, 5, 10, 50, 50, 60, 60));
  expect(matrix).toEqual(box(1, 0.5, 0, 1 / 3, 0.2, 0));
  expect(iouMatrix(box(), box(0, 0, 1, 1))).toHaveLength(0);
});

test('corner and center form convert into each other', () => {
  expect(centerToCorner(box(5, 6, 4, 8))).toEqual(box(3, 2, 7, 10));
  expect(cornerToCenter(box(3, 2, 7, 10))).toEqual(box(5, 6, 4, 8));
  const random = new Random('boxes');
  const centers = Float32Array.from({ length: 400 }, (_, i) => random.uniform(i % 4 < 2 ? -50 : 1, 300));
  const back = cornerToCenter(centerToCorner(centers));
  back.forEach((value, i) => {
    expect(value).toBeCloseTo(centers[i], 3);
  });
});

test('boxCount names the list whose length is no multiple of 4', () => {
  expect(boxCount('test', box())).toBe(0);
  expect(() => boxCount('matchAnchors: boxes', box(1, 2, 3))).toThrow(
    'matchAnchors: boxes: got 3 numbers; expected a multiple of 4',
  );
});
