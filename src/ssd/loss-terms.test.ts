import { describe, expect, test } from 'vitest';
import { multiboxLoss } from './loss';
import { lossTerms } from './loss-terms';
import { Random } from './random';

const [anchors, classes] = [40, 5];

function randomImage(seed: number, positives: number) {
  const random = new Random(seed, 'loss terms');
  const draw = (length: number, size: number) => new Float32Array(length).map(() => random.uniform(-size, size));
  const classTargets = Int32Array.from({ length: anchors }, (_, a) => (a < positives ? 1 + (a % (classes - 1)) : 0));
  random.shuffle(classTargets as unknown as number[]);
  return {
    logits: draw(anchors * classes, 3),
    offsets: draw(anchors * 4, 2),
    boxTargets: draw(anchors * 4, 2),
    classTargets,
    classes,
  };
}

describe('the terms of a loss', () => {
  test.each([1, 4, 12, 0])('sum up to the training loss and its gradient with %i positives', (positives) => {
    const image = randomImage(7, positives);
    const terms = lossTerms(image);
    const reference = multiboxLoss({ ...image, batch: 1, anchors, normalization: 'batch' });
    const [confidence, localization, count, negatives] = reference.perImage;
    expect(terms.confidence).toBeCloseTo(confidence, 4);
    expect(terms.localization).toBeCloseTo(localization, 4);
    expect([terms.positives, terms.hardNegatives]).toEqual([count, negatives]);
    const norm = (values: Float32Array) => Math.hypot(...values) * Math.max(1, positives);
    expect(terms.gradient.logits).toBeCloseTo(norm(reference.gradLogits), 4);
    expect(terms.gradient.offsets).toBeCloseTo(norm(reference.gradOffsets), 4);
  });

  test('name each anchor once, with its target, and no smooth L1 for a hard negative', () => {
    const image = randomImage(3, 5);
    const { anchor, target, smoothL1 } = lossTerms(image);
    expect(anchor).toEqual(Int32Array.from(new Set(anchor)).sort());
    anchor.forEach((a, i) => {
      expect(target[i]).toBe(image.classTargets[a]);
      expect(smoothL1[i] > 0).toBe(target[i] > 0);
    });
  });

  test('take as many hard negatives as the ratio says', () => {
    expect(lossTerms({ ...randomImage(1, 4), negativeRatio: 2 }).hardNegatives).toBe(8);
    expect(lossTerms({ ...randomImage(1, 4), negativeRatio: 100 }).hardNegatives).toBe(36);
  });
});
