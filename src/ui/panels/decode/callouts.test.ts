import { expect, test } from 'vitest';
import { Random } from '../../../ssd';
import { calloutsOf, type Place } from './callouts';

test('a label stands at the height of its point, on the far side', () => {
  expect(calloutsOf([[0.2, 0.5]], 0.1)).toEqual([{ point: [0.2, 0.5], label: [1, 0.5] }]);
  expect(calloutsOf([[0.7, 0.3]], 0.1)[0].label).toEqual([0, 0.3]);
});

test('labels of points at one height make room for each other, downwards', () => {
  const labels = calloutsOf(
    [
      [0.2, 0.5],
      [0.3, 0.5],
    ],
    0.1,
  ).map(({ label }) => label);
  expect(labels.map(([, y]) => y)).toEqual([0.5, 0.6]);
});

test('labels keep the order of their points, their distance and the image', () => {
  const random = new Random('callouts');
  for (let trial = 0; trial < 50; trial++) {
    const points = Array.from({ length: 10 }, (): Place => [random.next(), random.next()]);
    const callouts = calloutsOf(points, 0.08).toSorted((a, b) => a.label[1] - b.label[1]);
    callouts.forEach(({ label: [, y], point }, i) => {
      expect(y).toBeGreaterThanOrEqual(0.04 - 1e-9);
      expect(y).toBeLessThanOrEqual(0.96 + 1e-9);
      if (i === 0) return;
      expect(y - callouts[i - 1].label[1]).toBeGreaterThanOrEqual(0.08 - 1e-9);
      expect(point[1]).toBeGreaterThanOrEqual(callouts[i - 1].point[1]);
    });
  }
});

test('no points, no labels', () => {
  expect(calloutsOf([], 0.1)).toEqual([]);
});
