import { expect, test } from 'vitest';
import { averagePrecision07, averagePrecision12, precisionRecall } from './voc-ap';

test('precision and recall after each detection', () => {
  expect(precisionRecall([true, false, true], 4)).toEqual({ recall: [0.25, 0.25, 0.5], precision: [1, 0.5, 2 / 3] });
});

test('one of two objects found at once: 6 of 11 points, half the area', () => {
  const points = precisionRecall([true, false, false], 2);
  expect(averagePrecision07(points)).toBeCloseTo(6 / 11, 12);
  expect(averagePrecision12(points)).toBe(0.5);
});

test('a later rise of the precision lifts what came before', () => {
  // Precision 0, 1/2, 2/3 at recall 0, 1/2, 1: the envelope is 2/3 everywhere.
  const points = precisionRecall([false, true, true], 2);
  expect(averagePrecision07(points)).toBeCloseTo(2 / 3, 12);
  expect(averagePrecision12(points)).toBeCloseTo(2 / 3, 12);
});

test('a perfect ranking has 1 and no detection has 0', () => {
  expect(averagePrecision07(precisionRecall([true, true], 2))).toBeCloseTo(1, 12);
  expect(averagePrecision12(precisionRecall([true, true], 2))).toBe(1);
  expect(averagePrecision07(precisionRecall([], 2))).toBe(0);
  expect(averagePrecision12(precisionRecall([], 2))).toBe(0);
});

test('a recall of exactly 3/10 misses the fourth level of the devkit, 0.30000000000000004', () => {
  const threeOfTen = precisionRecall([true, true, true], 10);
  expect(averagePrecision07(threeOfTen)).toBeCloseTo(3 / 11, 12);
  const twoOfTen = precisionRecall([true, true], 10);
  expect(averagePrecision07(twoOfTen)).toBeCloseTo(3 / 11, 12);
});

test('a false positive at the end changes neither average', () => {
  const hits = [true, false, true, true, false];
  for (const average of [averagePrecision07, averagePrecision12]) {
    expect(average(precisionRecall([...hits, false], 5))).toBeCloseTo(average(precisionRecall(hits, 5)), 12);
  }
});
