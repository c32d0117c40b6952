import { describe, expect, test } from 'vitest';
import { defaultRunConfig } from '../../../experiments';
import type { StepMetrics } from '../../../worker';
import { type Course, lossTable, lossTrace } from './loss-trace';

function stepsOf(count: number): StepMetrics[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{
      step: i + 1,
      epoch: 0,
      learningRate: 0.006,
      positives: 20,
      hardNegatives: 60,
      perImage: [],
      batch: 7,
      ms: 500,
      liveTensorsBefore: 80,
      liveTensors: 80,
    },
    ...{ confidence: 15 - i / 100, localization: 3, total: 18 - i / 100 },
  }));
}
const course = (count: number): Course => ({
  ...{ config: defaultRunConfig(), steps: stepsOf(count), rateMarks: [], stepsPerEpoch: 3000, expected: [2.6, 12.2] },
});
const view = { axis: 'step', factor: 0.9, log: true, shown: ['total', 'confidence'] } as const;

describe('lossTrace', () => {
  test('before the run the axis spans it, over the losses that may be expected', () => {
    const { rows, xEnd, lossTicks } = lossTrace(course(0), view);
    expect(rows).toEqual([]);
    expect(xEnd).toBe(3000);
    expect(lossTicks).toEqual([2, 5, 10, 20]);
  });

  test('the axis moves in round steps and ends with the run', () => {
    const ends = [1, 140, 151, 1600, 2001, 3000].map((count) => lossTrace(course(count), view).xEnd);
    expect(ends).toEqual([150, 150, 200, 2000, 3000, 3000]);
  });

  test.each([
    ['images', 160],
    ['time', 5],
    ['epoch', 10 / 3000],
  ] as const)('ten steps reach %s %d', (axis, reached) => {
    expect(lossTrace(course(10), { ...view, axis }).rows.at(-1)?.x).toBeCloseTo(reached, 9);
  });

  test('a long run becomes a few hundred points', () => {
    expect(lossTrace(course(20_000), view).rows.length).toBeLessThanOrEqual(400);
  });

  test('a loss of 0 is a gap on a log axis and a point on a linear one', () => {
    const zero = course(2);
    const at = { ...zero, steps: zero.steps.map((step) => ({ ...step, confidence: 0 })) };
    expect(lossTrace(at, view).rows[0].confidence).toBeNull();
    expect(lossTrace(at, { ...view, log: false }).rows[0].confidence).toBe(0);
  });

  test('a mark stands at the step from which the rate was set', () => {
    const marked = { ...course(10), rateMarks: [{ step: 4, learningRate: 0.001 }] };
    expect(lossTrace(marked, view).marks).toEqual([{ x: 4, label: '0.001' }]);
  });
});

test('the table has every step, not the thinned ones', () => {
  expect(lossTable(stepsOf(5000)).rows).toHaveLength(5000);
});
