import { expect, test } from 'vitest';
import { summandsOf } from './summands';
import { tutorialTerms } from './tutorial-terms.fixture';

const terms = {
  anchor: Int32Array.of(4, 9, 12, 30),
  target: Int32Array.of(0, 2, 0, 5),
  crossEntropy: Float32Array.of(1, 4, 1, 2),
  smoothL1: Float32Array.of(0, 0.5, 0, 3),
};

test('the largest come first, of equal ones the lower anchor, and the rest is one number', () => {
  const { largest, more, rest, total, positives } = summandsOf(terms, 'confidence', 3);
  expect(largest.map(({ anchor, target, value }) => [anchor, target, value])).toEqual([
    [9, 2, 4],
    [30, 5, 2],
    [4, 0, 1],
  ]);
  expect([more, rest, total, positives]).toEqual([1, 1, 8, 6]);
});

test('hard negatives have no part in the localization', () => {
  const { largest, more, total } = summandsOf(terms, 'localization', 3);
  expect(largest.map(({ anchor }) => anchor)).toEqual([30, 9]);
  expect([more, total]).toEqual([0, 3.5]);
});

test("the summands of the tutorial's images add up to the sums of the table", () => {
  for (const image of tutorialTerms('random')) {
    const confidence = summandsOf(image.terms, 'confidence', 6);
    expect(confidence.largest.length + confidence.more).toBe(image.positives + image.hardNegatives);
    expect(confidence.total).toBeCloseTo(image.confidence, 3);
    expect(summandsOf(image.terms, 'localization', 6).total).toBeCloseTo(image.localization, 3);
  }
});
