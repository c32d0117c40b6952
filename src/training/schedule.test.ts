import { expect, test } from 'vitest';
import { learningRateAt } from './schedule';

test('warm-up rises linearly and reaches the peak at its last step', () => {
  const schedule = { kind: 'constant', warmupSteps: 50 } as const;
  expect(learningRateAt(schedule, 0.01, 1, 100)).toBeCloseTo(0.0002, 12);
  expect(learningRateAt(schedule, 0.01, 50, 100)).toBe(0.01);
  expect(learningRateAt(schedule, 0.01, 51, 100)).toBe(0.01);
});

test('cosine passes half of the peak midway and ends at its final fraction', () => {
  const schedule = { kind: 'cosine', warmupSteps: 0, finalFraction: 0.01 } as const;
  expect(learningRateAt(schedule, 1, 50, 100)).toBeCloseTo(0.505, 12);
  expect(learningRateAt(schedule, 1, 100, 100)).toBeCloseTo(0.01, 12);
});

test('step schedule drops after each milestone, as the GluonCV recipe does at epochs 160 and 200', () => {
  const schedule = { kind: 'step', warmupSteps: 0, milestones: [160, 200], factor: 0.1 } as const;
  expect([160, 161, 200, 201].map((step) => learningRateAt(schedule, 0.001, step, 240))).toEqual([
    0.001,
    0.001 * 0.1,
    0.001 * 0.1,
    0.001 * 0.1 ** 2,
  ]);
});

test('a run shorter than its warm-up never leaves it', () => {
  const schedule = { kind: 'cosine', warmupSteps: 20, finalFraction: 0 } as const;
  expect(learningRateAt(schedule, 1, 10, 10)).toBe(0.5);
});
