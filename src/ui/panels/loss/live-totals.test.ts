import { describe, expect, test } from 'vitest';
import { liveTable, liveTrace, totalsOf } from './live-totals';

const stepOf = (step: number) => ({
  step,
  perImage: [
    { id: 'a', confidence: 8, localization: 2, positives: 2 },
    { id: 'b', confidence: 90 / step, localization: 0, positives: 8 },
  ],
});
const blank = { step: 3, perImage: [{ id: 'c', confidence: 0, localization: 0, positives: 0 }] };

describe('totalsOf', () => {
  test('divides by the positives of the batch, or averages what each image has by its own', () => {
    expect(totalsOf(stepOf(1))).toEqual({ batch: 10, sample: (5 + 90 / 8) / 2 });
  });

  test('a batch without positives costs nothing', () => {
    expect(totalsOf(blank)).toEqual({ batch: 0, sample: 0 });
  });
});

describe('liveTrace', () => {
  test('has a row a step; a step without positives is a gap', () => {
    const { rows } = liveTrace([stepOf(1), stepOf(2), blank]);
    expect(rows.map(({ x }) => x)).toEqual([1, 2, 3]);
    expect(rows[0].batch).toBe(10);
    expect([rows[2].batch, rows[2].sample]).toEqual([null, null]);
  });

  test('the axes enclose the curves', () => {
    const { rows, xEnd, yTicks } = liveTrace(Array.from({ length: 2000 }, (_, i) => stepOf(i + 1)));
    expect(rows.length).toBeLessThanOrEqual(400);
    expect(xEnd).toBe(2000);
    expect(yTicks[0]).toBeLessThanOrEqual(1);
    expect(yTicks.at(-1)).toBeGreaterThanOrEqual(10);
  });

  test('before the first step the axes stand already', () => {
    expect(liveTrace([])).toMatchObject({ rows: [], xEnd: 10, yTicks: [1, 10] });
  });
});

test('the table has one row a step', () => {
  expect(liveTable([stepOf(1), blank]).rows).toEqual([
    [1, 10, 8.125],
    [3, 0, 0],
  ]);
});
