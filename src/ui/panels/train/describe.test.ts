import { expect, test } from 'vitest';
import { changed, defaultRunConfig } from '../../../experiments';
import { blindLoss, describeRun, describeSchedule, evaluations, evenLoss } from './describe';

const config = defaultRunConfig();

test('the best blind guess over 20 classes costs 5.25, an even one 12.18', () => {
  expect(blindLoss(Array(20).fill(7))).toBeCloseTo(5.25, 2);
  expect(evenLoss(20)).toBeCloseTo(12.18, 2);
});

test('a class that never occurs costs nothing, a frequent one makes the guess cheaper', () => {
  expect(blindLoss([5, 0, 5])).toBeCloseTo(blindLoss([1, 1]), 12);
  expect(blindLoss([9, 1])).toBeLessThan(blindLoss([5, 5]));
});

test('a run is told in a sentence', () => {
  expect(describeRun(config, null)).toBe('SSD 96 lab on built-in scenes: 3,000 steps of 16 images. AdamW, seed 1.');
});

test.each([
  ['cosine', 'at 0.006 after 50 steps of warm-up, then falling as a cosine to 1%'],
  ['constant', 'at 0.006 after 50 steps of warm-up, then constant'],
  ['step', 'at 0.006 after 50 steps of warm-up, then times 0.1 at 2,000 and 2,500'],
])('a %s schedule is told in words', (kind, words) => {
  expect(describeSchedule(changed(config, 'optimizer.schedule.kind', kind).optimizer)).toBe(words);
});

test('the last evaluation is at the end, whether the interval divides the run or not', () => {
  expect(evaluations({ steps: 3000, evalEvery: 250 })).toBe(12);
  expect(evaluations({ steps: 110, evalEvery: 50 })).toBe(3);
  expect(evaluations({ steps: 110, evalEvery: 0 })).toBe(1);
});
