import { expect, test } from 'vitest';
import { noCurves, type RunCurves } from '../../../../experiments';
import { armCurves } from './arm-curves';

const scored = (...scores: [number, number | null][]): RunCurves => ({
  ...noCurves(),
  evals: scores.map(([step, map07]) => ({ step, map07, map12: null, perClass: {} })),
});
const trained = (confidence: number[]): RunCurves => ({
  ...noCurves(),
  steps: { ...noCurves().steps, confidence, step: confidence.map((_, i) => i + 1) },
});

test('three runs or more are their mean and the interval of the mean', () => {
  const [row] = armCurves([[scored([9, 0.1]), scored([9, 0.2]), scored([9, 0.3])]], 'map07').rows;
  // By hand: std 0.1, t(0.975, 2) = 4.303, half width 4.303 * 0.1 / sqrt(3) = 0.2484.
  expect(row).toEqual({
    x: 9,
    mean0: expect.closeTo(0.2),
    low0: expect.closeTo(-0.0484, 4),
    high0: expect.closeTo(0.4484, 4),
  });
});

test('one or two runs are drawn as they are', () => {
  const { rows } = armCurves([[scored([9, 0.1]), scored([9, 0.2])], [scored([9, 0.5])]], 'map07');
  expect(rows).toEqual([{ x: 9, 'run0.0': 0.1, 'run0.1': 0.2, 'run1.0': 0.5 }]);
});

test('a step that one run of the arm lacks is left out', () => {
  const { rows } = armCurves([[scored([5, 0.1], [9, 0.3]), scored([5, null], [9, 0.3])]], 'map07');
  expect(rows.map(({ x }) => x)).toEqual([9]);
});

test('losses are smoothed, and thinned to a few points that keep both ends', () => {
  const { rows } = armCurves([[trained(Array.from({ length: 2000 }, () => 3))]], 'confidence');
  expect(rows).toHaveLength(120);
  expect([rows[0].x, rows.at(-1)?.x, rows[60]['run0.0']]).toEqual([1, 2000, expect.closeTo(3)]);
});

test('without a finished run there is an axis and no curve', () => {
  for (const quantity of ['map07', 'confidence'] as const) {
    expect(armCurves([[], []], quantity)).toMatchObject({
      rows: [],
      ticks: expect.arrayContaining([expect.any(Number)]),
    });
  }
});
