import { expect, test } from 'vitest';
import { iou } from './boxes';
import { boxNms, type NmsOptions, nmsSurvivors } from './nms';
import { Random } from './random';

const options: NmsOptions = { overlapThreshold: 0.5, validThreshold: 0, topK: -1 };
const nms = (rows: number[][], given: Partial<NmsOptions> = {}) => {
  const output = boxNms(Float32Array.from(rows.flat()), { ...options, ...given });
  return Array.from({ length: rows.length }, (_, i) => [...output.subarray(i * 6, i * 6 + 6)]);
};
const gone = [-1, -1, -1, -1, -1, -1];

test('a better box of the same class removes a worse one, and the rest moves up', () => {
  const [worse, other, better] = [
    [0, 0.5, 0, 0, 10, 10],
    [1, 0.25, 0, 0, 10, 10],
    [0, 0.75, 0, 1, 10, 11],
  ];
  expect(nms([worse, other, better])).toEqual([better, other, gone]);
  expect(nms([worse, other, better], { forceSuppress: true })).toEqual([better, gone, gone]);
  expect(nms([worse, other, better], { idIndex: -1 })).toEqual([better, gone, gone]);
});

test('an IoU of exactly the threshold removes nothing', () => {
  const rows = [
    [0, 0.75, 0, 0, 10, 10],
    [0, 0.5, 0, 0, 10, 20],
  ];
  expect(nms(rows)).toEqual(rows);
  expect(nms(rows, { overlapThreshold: 0.49 })[1]).toEqual(gone);
});

test('a removed box removes nothing itself', () => {
  const rows = [
    [0, 0.9, 0, 0, 10, 10],
    [0, 0.8, 0, 3, 10, 13],
    [0, 0.7, 0, 6, 10, 16],
  ].map((row) => row.map(Math.fround));
  expect(nms(rows)).toEqual([rows[0], rows[2], gone]);
});

test('background and scores up to the valid threshold do not take part', () => {
  const rows = [
    [-1, 0.75, 0, 0, 10, 10],
    [0, 0.25, 0, 0, 10, 10],
    [0, 0.5, 20, 0, 30, 10],
  ];
  expect(nms(rows, { validThreshold: 0.25 })).toEqual([rows[2], gone, gone]);
  expect(nms(rows, { backgroundId: 0 })).toEqual([rows[0], gone, gone]);
});

test('the top k counts all classes together, equal scores in order of the rows', () => {
  const rows = [
    [0, 0.5, 0, 0, 10, 10],
    [1, 0.5, 0, 0, 10, 10],
    [2, 0.75, 0, 0, 10, 10],
    [3, 0.5, 0, 0, 10, 10],
  ];
  expect(nms(rows, { topK: 3 })).toEqual([rows[2], rows[0], rows[1], gone]);
  expect(nms(rows, { topK: 0 })).toEqual(rows);
});

test('no rows, and rows that are all invalid', () => {
  expect(nms([])).toEqual([]);
  expect(nms([[0, 0, 0, 0, 10, 10]])).toEqual([gone]);
});

test('boxes without area neither remove nor are removed', () => {
  const rows = [
    [0, 0.75, 5, 5, 5, 5],
    [0, 0.5, 5, 5, 5, 5],
  ];
  expect(nms(rows)).toEqual(rows);
});

test('survivors of one class never overlap by more than the threshold, and the best always stays', () => {
  const random = new Random('nms');
  const table = Array.from({ length: 200 }, () => {
    const [x, y] = [random.integer(60), random.integer(60)];
    return [random.integer(3), random.next(), x, y, x + 5 + random.integer(30), y + 5 + random.integer(30)];
  });
  const rows = Float32Array.from(table.flat());
  const kept = [...nmsSurvivors(rows, options).rows];
  const boxes = Float32Array.from(table.flatMap((row) => row.slice(2)));
  for (const [rank, i] of kept.entries()) {
    for (const j of kept.slice(rank + 1)) {
      expect(rows[i * 6 + 1]).toBeGreaterThanOrEqual(rows[j * 6 + 1]);
      if (table[i][0] === table[j][0]) expect(iou(boxes, i, boxes, j)).toBeLessThanOrEqual(0.5);
    }
  }
  const removed = [...table.keys()].filter((j) => !kept.includes(j));
  for (const j of removed) {
    const remover = kept.find((i) => table[i][0] === table[j][0] && iou(boxes, i, boxes, j) > 0.5);
    expect(table[remover ?? -1]?.[1]).toBeGreaterThan(table[j][1]);
  }
});

test('a case of MXNet: ties keep their order', () => {
  // Source: case d09 of the goldens, compared with the compiled kernels of MXNet 1.9.1.
  const { rows, candidates } = nmsSurvivors(
    Float32Array.from(
      [
        [0, 0.5, 0, 0, 10, 10],
        [0, 0.5, 0, 0, 10, 20],
        [1, 0.5, 0, 0, 10, 10],
        [0, 0.9, 100, 100, 120, 120],
        [0, 0.9, 101, 100, 121, 120],
      ].flat(),
    ),
    options,
  );
  expect([...rows]).toEqual([3, 0, 1, 2]);
  expect(candidates).toBe(5);
});
