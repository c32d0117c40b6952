import { describe, expect, test } from 'vitest';
import { areaBetween, linearTicks, logTicks, nearestRow, smoothed, thinned } from './curve';

describe('smoothed', () => {
  test('begins at the first value instead of at 0', () => {
    expect(smoothed([8, 8, 8], 0.9)).toEqual(Float64Array.of(8, 8, 8));
  });

  test('weighs as the debiased average by hand', () => {
    // averages 0.5, then 0.5 * 0.5 + 0.5 * 3 = 1.75; weights 0.5, 0.75
    expect([...smoothed([1, 3], 0.5)]).toEqual([1, 1.75 / 0.75]);
  });

  test('factor 0 returns the values', () => {
    expect([...smoothed([3, -1, 4], 0)]).toEqual([3, -1, 4]);
  });

  test('a value that is not finite stays a gap and leaves the average alone', () => {
    const result = smoothed([2, Number.NaN, Number.POSITIVE_INFINITY, 2], 0.9);
    expect(Number.isNaN(result[1])).toBe(true);
    expect(Number.isNaN(result[2])).toBe(true);
    expect(result[3]).toBeCloseTo(2, 12);
  });

  test('nothing gives nothing', () => {
    expect(smoothed([], 0.9)).toHaveLength(0);
  });
});

describe('thinned', () => {
  const x = Float64Array.from({ length: 10_000 }, (_, i) => i);

  test('few points pass as they are', () => {
    expect(thinned([1, 2], { loss: [5, Number.NaN] }, 10)).toEqual([
      { x: 1, loss: 5 },
      { x: 2, loss: null },
    ]);
  });

  test('many points become at most the limit', () => {
    expect(thinned(x, { loss: x }, 400)).toHaveLength(400);
  });

  test('a single spike survives in both directions', () => {
    const loss = new Float64Array(10_000);
    loss[1234] = 7;
    loss[8765] = -7;
    const values = thinned(x, { loss }, 100).map((row) => row.loss);
    expect(Math.max(...values.map(Number))).toBe(7);
    expect(Math.min(...values.map(Number))).toBe(-7);
  });

  test('x stays ascending and keeps both ends', () => {
    const xs = thinned(x, { loss: x }, 100).map((row) => row.x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect([xs[0], xs.at(-1)]).toEqual([0, 9999]);
  });

  test('the two extremes of a bucket come in the order in which they happened', () => {
    const rows = thinned([0, 1, 2, 3], { fall: [9, 1, 1, 1], rise: [1, 1, 1, 9] }, 2);
    expect(rows.map((row) => row.fall)).toEqual([9, 1]);
    expect(rows.map((row) => row.rise)).toEqual([1, 9]);
  });

  test('a bucket of gaps stays a gap', () => {
    const loss = new Float64Array(10_000).fill(Number.NaN);
    expect(thinned(x, { loss }, 10).every((row) => row.loss === null)).toBe(true);
  });
});

describe('ticks', () => {
  test('linear ticks are round and enclose the range', () => {
    expect(linearTicks(0, 3000, 6)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000]);
    expect(linearTicks(0, 0.586, 5)).toEqual([0, 0.2, 0.4, 0.6]);
    expect(linearTicks(0, 0, 4)).toEqual([0, 0.5]);
  });

  test('log ticks climb by 1, 2, 5 and enclose the range', () => {
    expect(logTicks(1.6, 14)).toEqual([1, 2, 5, 10, 20]);
    expect(logTicks(0.02, 0.03)).toEqual([0.02, 0.05]);
  });

  test('log ticks over many decades are powers of ten', () => {
    expect(logTicks(1e-3, 1e3)).toEqual([1e-3, 1e-2, 0.1, 1, 10, 100, 1000]);
    expect(logTicks(2, 5e23)).toEqual([1, 1e4, 1e8, 1e12, 1e16, 1e20, 1e24]);
  });
});

describe('nearestRow', () => {
  const rows = [{ x: 0 }, { x: 10 }, { x: 11 }];
  test.each([
    [-5, 0],
    [4, 0],
    [6, 10],
    [10.6, 11],
    [99, 11],
  ])('to %d is the row at %d', (x, nearest) => {
    expect(nearestRow(rows, x)?.x).toBe(nearest);
  });

  test('of no rows is null', () => {
    expect(nearestRow([], 1)).toBeNull();
  });
});

describe('areaBetween', () => {
  const line = (...ys: (number | null)[]) => ys.map((y, x) => ({ x, y }));

  test('goes along the line and back along the other', () => {
    expect(areaBetween(line(5, 6), line(1, 2))).toBe('M0,5L1,6L1,2L0,1Z');
  });

  test('a gap in either parts it', () => {
    expect(areaBetween(line(5, null, 7, 8), line(1, 2, 3, null))).toBe('M0,5L0,1ZM2,7L2,3Z');
  });

  test('of nothing is nothing', () => {
    expect(areaBetween([], [])).toBe('');
  });
});
