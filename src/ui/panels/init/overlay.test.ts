import { describe, expect, test } from 'vitest';
import type { WeightSummary } from '../../../worker';
import { beyond, bins, curve, expectedShares, histogramRange, outline, shares, topShare } from './overlay';

const summary = (count: number, counts: number[]): WeightSummary => ({
  count,
  mean: 0,
  std: 1,
  min: -1,
  max: 1,
  histogram: { range: [-1, 1], counts },
  first: [],
});
const uniform = { count: 100, mean: 0, std: 0.07 / Math.sqrt(3), kurtosis: 1.8 };
const zero = { count: 100, mean: 0, std: 0, kurtosis: 3 };

describe('the range of the histograms', () => {
  test('holds all of a uniform start, and 3.3 deviations of a normal one', () => {
    expect(histogramRange([[uniform]])).toEqual([-0.074, 0.074]);
    expect(histogramRange([[{ ...uniform, std: 0.01, kurtosis: 3 }]])).toEqual([-0.035, 0.035]);
  });

  test('is that of the widest start', () => {
    expect(histogramRange([[uniform], [zero], [{ ...uniform, std: 0.05, kurtosis: 3 }]])).toEqual([-0.18, 0.18]);
  });

  test('does not follow a few weights that are far wider than the others', () => {
    const few = { count: 1, mean: 0, std: 10, kurtosis: 3 };
    expect(histogramRange([[{ ...uniform, count: 10000 }, few]])[1]).toBeLessThan(0.08);
  });

  test('of equal weights is not empty', () => {
    expect(histogramRange([[zero]])).toEqual([-0.1, 0.1]);
    expect(histogramRange([[{ ...zero, mean: 20 }]])).toEqual([-21, 21]);
    expect(histogramRange([])).toEqual([-0.1, 0.1]);
  });
});

describe('histograms laid over each other', () => {
  test('count shares of all weights, also of those beyond the range', () => {
    expect(shares(summary(10, [2, 6]))).toEqual([0.2, 0.6]);
    expect(beyond(summary(10, [2, 6]))).toBeCloseTo(0.2, 12);
  });

  test('a spike of equal weights is cut at four times the other peak', () => {
    expect(
      topShare([
        [0, 1, 0],
        [0.02, 0.05, 0.02],
      ]),
    ).toBeCloseTo(0.2, 12);
    expect(
      topShare([
        [0.04, 0.05],
        [0.02, 0.05],
      ]),
    ).toBeCloseTo(0.0525, 12);
    expect(topShare([])).toBe(1);
  });

  test('an outline has a step for each bin and is cut at the top', () => {
    expect(outline([0.1, 0.4], 0.2)).toBe('M0 1V0.5000H0.5000V0.0000H1.0000V1');
    expect(curve([0.1, 0.2], 0.2)).toBe('M0.2500 0.5000L0.7500 0.0000');
  });

  test('the expected shares of two laws add up to one', () => {
    const normal = { count: 300, mean: 0, std: 0.02, kurtosis: 3 };
    const expected = expectedShares([uniform, normal], [-0.09, 0.09])!;
    expect(expected).toHaveLength(bins);
    expect(expected.reduce((a, b) => a + b)).toBeCloseTo(1, 1);
    expect(expectedShares([uniform, zero], [-0.1, 0.1])).toBeNull();
  });
});
