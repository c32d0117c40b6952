import { expect, test } from 'vitest';
import { iou, Random } from '../../../ssd';
import type { Box } from './box-place';
import { overlapOf } from './overlap';

test('two squares that share a quarter', () => {
  expect(overlapOf([0, 0, 10, 10], [5, 5, 15, 15])).toEqual({ width: 5, height: 5, areas: [100, 100], union: 175 });
});

test('boxes apart share nothing, even if they are at one height', () => {
  const { width, height, union } = overlapOf([0, 0, 10, 10], [20, 0, 30, 10]);
  expect([width * height, union]).toEqual([0, 200]);
});

test('intersection by union is the IoU of the suppression', () => {
  const random = new Random('overlap');
  const box = (): Box => {
    const [x, y] = [random.next() * 50, random.next() * 50];
    return [x, y, x + 1 + random.next() * 50, y + 1 + random.next() * 50];
  };
  for (let trial = 0; trial < 50; trial++) {
    const [a, b] = [box(), box()];
    const { width, height, union } = overlapOf(a, b);
    expect((width * height) / union).toBeCloseTo(iou(Float32Array.from(a), 0, Float32Array.from(b), 0), 5);
  }
});
