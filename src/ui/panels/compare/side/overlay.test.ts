import { describe, expect, test } from 'vitest';
import { noCurves, type StepColumns } from '../../../../experiments';
import {
  keyOf,
  lossDifference,
  lossOverlay,
  rawKeyOf,
  scoreDifference,
  scoreOverlay,
  ticksAroundZero,
} from './overlay';

/** Steps 1, 2, ... with these losses. */
function run(total: number[], firstStep = 1): StepColumns {
  return { ...noCurves().steps, total, step: total.map((_, i) => firstStep + i) };
}
const plain = { term: 'total', factor: 0, log: false } as const;
const evals = (...scores: [number, number | null][]) =>
  scores.map(([step, map07]) => ({ step, map07, map12: null, perClass: {} }));

describe('curves over each other', () => {
  test('runs of one grid of steps share their rows, raw beside smoothed', () => {
    const { rows } = lossOverlay([run([4, 2]), run([5, 1])], { ...plain, factor: 0.5 });
    expect(rows).toEqual([
      { x: 1, [keyOf(0)]: 4, [rawKeyOf(0)]: 4, [keyOf(1)]: 5, [rawKeyOf(1)]: 5 },
      {
        x: 2,
        [keyOf(0)]: (0.25 * 4 + 0.5 * 2) / 0.75,
        [rawKeyOf(0)]: 2,
        [keyOf(1)]: expect.closeTo(7 / 3),
        [rawKeyOf(1)]: 1,
      },
    ]);
  });

  test('a shorter run, or one of other steps, leaves no gap in the others', () => {
    const { rows } = lossOverlay([run([4, 2, 1]), run([5], 10)], plain);
    expect(rows.map(({ x }) => x)).toEqual([1, 2, 3, 10]);
    expect(keyOf(1) in rows[0]).toBe(false);
  });

  test('20 runs of 2,000 steps become at most 1,000 rows, each with all curves', () => {
    const runs = Array.from({ length: 20 }, (_, i) => run(Array.from({ length: 2000 }, (_, step) => 1 + i + step)));
    const { rows } = lossOverlay(runs, { ...plain, factor: 0.9, log: true });
    expect(rows.length).toBeLessThanOrEqual(1000);
    expect(Object.keys(rows[0])).toHaveLength(21);
  });

  test('a logarithmic axis leaves out what is not above 0', () => {
    const { rows, ticks } = lossOverlay([run([0, 3])], { ...plain, log: true });
    expect(rows[0][keyOf(0)]).toBeNull();
    expect(ticks).toEqual([2, 5]);
  });

  test('no runs, and runs without a step, have an axis and no rows', () => {
    for (const runs of [[], [run([])]]) {
      expect(lossOverlay(runs, plain)).toEqual({ rows: [], ticks: [0, 5, 10] });
    }
    expect(scoreOverlay([]).ticks.length).toBeGreaterThan(1);
  });

  test('scores stand where each run was evaluated', () => {
    const { rows } = scoreOverlay([evals([100, 0.2], [200, 0.5]), evals([200, 0.4], [150, null])]);
    expect(rows).toEqual([
      { x: 100, [keyOf(0)]: 0.2 },
      { x: 150, [keyOf(1)]: null },
      { x: 200, [keyOf(0)]: 0.5, [keyOf(1)]: 0.4 },
    ]);
  });
});

describe('the difference', () => {
  test('is B less A at the steps that both have, above and below 0 apart', () => {
    const { rows, ticks } = lossDifference(run([4, 2, 1]), run([3, 5], 2), plain);
    expect(rows).toEqual([
      { x: 2, difference: 1, above: 1, below: 0 },
      { x: 3, difference: 4, above: 4, below: 0 },
    ]);
    expect(ticks).toEqual([-4, -2, 0, 2, 4]);
  });

  test('of equal runs is exactly 0 everywhere', () => {
    const { rows } = lossDifference(run([4, 2, 1]), run([4, 2, 1]), { ...plain, factor: 0.9 });
    expect(rows.map(({ difference }) => difference)).toEqual([0, 0, 0]);
  });

  test('is a gap where one of the two is unknown', () => {
    expect(scoreDifference(evals([5, 0.5]), evals([5, null])).rows[0].difference).toBeNull();
    expect(lossDifference(run([Number.NaN]), run([1]), plain).rows[0].above).toBeNull();
  });

  test('has an axis for what is usual: one early jump of many steps does not flatten the rest', () => {
    const jump = Array.from({ length: 1000 }, (_, i) => (i < 20 ? 100 : 1.5));
    const { rows, ticks } = lossDifference(run(Array(1000).fill(1)), run(jump), plain);
    expect(ticks.at(-1)).toBeLessThan(1);
    expect(Math.max(...rows.map(({ difference }) => Number(difference)))).toBe(99);
  });

  test('of runs without a common step has no rows', () => {
    expect(lossDifference(run([1]), run([1], 7), plain).rows).toEqual([]);
  });
});

test.each([0.013, 3, 0, Number.NEGATIVE_INFINITY])('ticks around zero are symmetric and hold %d', (size) => {
  const ticks = ticksAroundZero(size);
  expect(ticks).toEqual(ticks.map((tick) => 0 - tick).reverse());
  expect(ticks).toContain(0);
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(size);
});
