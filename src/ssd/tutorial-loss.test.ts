import { expect, test } from 'vitest';
import { tutorialLosses } from './tutorial-loss';

/** Per image: cross-entropy, smooth L1, positives, negatives. */
const sums = Float32Array.of(346.3880742, 55.002083, 13, 39, 610.9052112, 102.172759, 23, 69);

test("the tutorial's two images print what GluonCV prints", () => {
  // Source: case tutorial_seed1 of the goldens (8732 anchors, 21 classes).
  const losses = tutorialLosses(sums, 8732, 21);
  const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 2));
  expect(losses.batch.confidenceRescaled).toEqual(near([202.05971, 356.361373]));
  expect(losses.batch.localizationRescaled).toEqual(near([1.52783561, 2.83813221]));
  expect(losses.sample.confidenceRescaled).toEqual(near([559.549966, 557.783018]));
  expect([losses.confidenceRescale, losses.localizationRescale]).toEqual([183372, 34928]);
});

test('the printed confidence is C + 1 times the true one, the localization is not', () => {
  const { batch, sample } = tutorialLosses(sums, 8732, 21);
  for (const { confidenceRescaled, confidenceSum } of [batch, sample]) {
    confidenceRescaled.forEach((printed, b) => {
      expect(printed).toBeCloseTo(21 * confidenceSum[b], 3);
    });
  }
  expect(batch.localizationRescaled[0]).toBeCloseTo(sums[1] / 36, 6);
});

test('the batch-wise total is the mean of the sample-wise losses, weighted by their positives', () => {
  const { batch, sample, samplePositives, positives } = tutorialLosses(sums, 100, 3);
  const whole = batch.confidenceSum.reduce((sum, loss) => sum + loss, 0);
  const weighted = sample.confidenceSum.reduce((sum, loss, b) => sum + (loss * samplePositives[b]) / positives, 0);
  expect(whole).toBeCloseTo(weighted, 6);
});

test('an image without positives costs nothing, under either norm', () => {
  const { batch, sample } = tutorialLosses(new Float32Array(4), 10, 3);
  expect([batch.confidence, sample.confidence, sample.localization]).toEqual([[0], [0], [0]]);
});

test('an empty batch has no losses', () => {
  expect(tutorialLosses(new Float32Array(), 10, 3).positives).toBe(0);
});
