import { expect, test } from 'vitest';
import { compareArms } from './statistics';
import { verdictWords } from './verdict';

const names = { arm: 'batch-wise', baseline: 'sample-wise' };
const words = (differences: number[]) => verdictWords(compareArms(differences), names);

/** n = 8, mean 0.013; the half width is 2.3646 * 0.010764 / sqrt(8) = 0.0090. */
const eight = [0.0, 0.005, 0.01, 0.012, 0.014, 0.013, 0.015, 0.035];

test('a difference whose interval leaves out 0 is a verdict, by how much and how sure', () => {
  expect(words(eight)).toBe('batch-wise is better than sample-wise by 1.3 mAP, 95% CI 0.4 to 2.2, n = 8');
  expect(words(eight.map((value) => -value))).toBe(
    'batch-wise is worse than sample-wise by 1.3 mAP, 95% CI 0.4 to 2.2, n = 8',
  );
});

test('one whose interval holds 0 is none yet, and says how many seeds it would take', () => {
  expect(words([0.05, -0.02, 0.04, 0.01])).toBe(
    'cannot tell batch-wise from sample-wise yet: +2.0 mAP, 95% CI −3.0 to 7.0, n = 4; about n = 13 would be needed',
  );
  expect(words([0.01, -0.01, 0.01, -0.01])).toMatch(/: 0\.0 mAP, .*; more than 1000 would be needed$/);
});

test('below three pairs there are single runs only', () => {
  expect(words([0.02])).toBe(
    'no verdict on batch-wise and sample-wise from single runs (+2.0 mAP): it takes 3 seeds or more',
  );
  expect(words([-0.02, -0.02])).toContain('from 2 pairs of single runs (−2.0 mAP)');
});

test('equal pairs are equal, and no pairs are none', () => {
  expect(words([0, 0, 0])).toBe('batch-wise and sample-wise are equal in every pair, n = 3');
  expect(verdictWords(null, names)).toBe('no verdict on batch-wise and sample-wise: no pair of runs ended');
});

test('a name with a comma is quoted', () => {
  const grid = { arm: 'batch-wise, argmax', baseline: 'sample-wise' };
  expect(verdictWords(compareArms([0, 0, 0]), grid)).toBe(
    '“batch-wise, argmax” and sample-wise are equal in every pair, n = 3',
  );
});

test('another unit is said as it is', () => {
  const loss = { ...names, unit: 'nats', scale: 1 };
  expect(verdictWords(compareArms([0.5, 0.6, 0.7]), loss)).toMatch(/by 0\.6 nats, 95% CI 0\.4 to 0\.8, n = 3$/);
});
