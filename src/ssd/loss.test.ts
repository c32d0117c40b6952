import { describe, expect, test } from 'vitest';
import { generateAnchors } from './anchors';
import { type MultiboxLossInput, maskedLossSums, multiboxLoss } from './loss';
import { Random } from './random';
import { anchorSpecs } from './spec';
import { makeTargets } from './targets';

/** A random batch; image b has `positives[b]` positive anchors. */
function randomBatch(positives: readonly number[], anchors: number, classes: number): MultiboxLossInput {
  const random = new Random('loss', anchors);
  const batch = positives.length;
  const fill = (length: number, low: number, high: number) =>
    Float32Array.from({ length }, () => random.uniform(low, high));
  const classTargets = new Int32Array(batch * anchors);
  positives.forEach((count, b) => {
    for (let i = 0; i < count; i++)
      classTargets[b * anchors + ((i * 7 + 1) % anchors)] = 1 + random.integer(classes - 1);
  });
  return {
    logits: fill(batch * anchors * classes, -2, 2),
    offsets: fill(batch * anchors * 4, -2, 2),
    classTargets,
    boxTargets: fill(batch * anchors * 4, -2, 2),
    batch,
    anchors,
    classes,
    normalization: 'batch',
  };
}

/** The scalar whose gradient the function returns. */
function total(input: MultiboxLossInput): number {
  const { perImage } = multiboxLoss(input);
  const { boxWeight = 1, gradientScale = 1 } = input;
  let positives = 0;
  for (let b = 0; b < input.batch; b++) positives += perImage[b * 4 + 2];
  let sum = 0;
  for (let b = 0; b < input.batch; b++) {
    const divisor = Math.max(1, input.normalization === 'batch' ? positives : perImage[b * 4 + 2]);
    sum += (perImage[b * 4] + boxWeight * perImage[b * 4 + 1]) / divisor;
  }
  return sum * gradientScale;
}

test('one positive and one negative, by hand', () => {
  const { gradLogits, gradOffsets, perImage } = multiboxLoss({
    logits: Float32Array.of(0, Math.log(3), 0, 0),
    offsets: Float32Array.of(0.5, 3, 0, 0, 9, 9, 9, 9),
    classTargets: Int32Array.of(1, 0),
    boxTargets: Float32Array.of(0, 0, 0, 2, 0, 0, 0, 0),
    batch: 1,
    anchors: 2,
    classes: 2,
    normalization: 'batch',
  });
  // Cross-entropy -ln(3/4) and ln 2; smooth L1 0.125 + 2.5 + 0 + 1.5.
  expect([...perImage]).toEqual([expect.closeTo(Math.log(4 / 3) + Math.LN2, 6), 4.125, 1, 1]);
  expect([...gradLogits].map((g) => Number(g.toFixed(6)))).toEqual([0.25, -0.25, -0.5, 0.5]);
  expect([...gradOffsets]).toEqual([0.5, 1, 0, -1, 0, 0, 0, 0]);
});

describe('the gradients are those of the loss, by central differences', () => {
  test.each([
    ['batch', 1, 1],
    ['sample', 1, 1],
    ['batch', 0.5, 1 / 16],
  ] as const)('%s-wise, box weight %f, scale %f', (normalization, boxWeight, gradientScale) => {
    const input = { ...randomBatch([1, 4], 20, 4), normalization, boxWeight, gradientScale };
    const { gradLogits, gradOffsets } = multiboxLoss(input);
    const slope = (values: Float32Array, i: number) => {
      const [at, h] = [values[i], 1 / 256];
      values[i] = at + h;
      const above = total(input);
      values[i] = at - h;
      const below = total(input);
      values[i] = at;
      return (above - below) / (2 * h);
    };
    gradLogits.forEach((gradient, i) => {
      expect(slope(input.logits, i)).toBeCloseTo(gradient, 3);
    });
    gradOffsets.forEach((gradient, i) => {
      expect(slope(input.offsets, i)).toBeCloseTo(gradient, 3);
    });
  });
});

test('logits of zero cost 4 ln 21 per positive, whatever the image', () => {
  // Source: 12.178 = 4 ln 21 for VOC: one positive and three negatives. Spec section 6.
  const anchors = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
  const { classTargets, boxTargets } = makeTargets(anchors, Float32Array.of(10, 20, 80, 90), Int32Array.of(1));
  const { perImage } = multiboxLoss({
    logits: new Float32Array(anchors.count * 21),
    offsets: new Float32Array(anchors.count * 4),
    classTargets,
    boxTargets,
    batch: 1,
    anchors: anchors.count,
    classes: 21,
    normalization: 'batch',
  });
  expect([...perImage.subarray(2)]).toEqual([13, 39]);
  expect(perImage[0] / 13).toBeCloseTo(12.178, 3);
});

test('a batch without positives has zero loss and zero gradients', () => {
  const { gradLogits, gradOffsets, perImage } = multiboxLoss(randomBatch([0, 0], 12, 3));
  for (const values of [gradLogits, gradOffsets, perImage]) expect(values.every((value) => value === 0)).toBe(true);
});

test('an image without positives adds nothing to a batch', () => {
  const input = randomBatch([0, 3], 12, 3);
  const { gradLogits, perImage } = multiboxLoss(input);
  expect([...perImage.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  expect(gradLogits.subarray(0, 36).every((value) => value === 0)).toBe(true);
  expect(gradLogits.subarray(36).some((value) => value !== 0)).toBe(true);
});

test('the two normalizations differ by the positives, image by image', () => {
  const input = randomBatch([1, 4], 20, 4);
  const batchWise = multiboxLoss(input);
  const sampleWise = multiboxLoss({ ...input, normalization: 'sample' });
  expect(sampleWise.perImage).toEqual(batchWise.perImage);
  const ratio = (i: number) => sampleWise.gradOffsets[i] / batchWise.gradOffsets[i];
  const firstOf = (b: number) => batchWise.gradOffsets.findIndex((g, i) => g !== 0 && i >= b * 80);
  expect(ratio(firstOf(0))).toBeCloseTo(5, 5);
  expect(ratio(firstOf(1))).toBeCloseTo(5 / 4, 5);
});

test('a class target of -1 counts as background', () => {
  const input = randomBatch([2], 8, 3);
  const ignored = { ...input, classTargets: input.classTargets.map((target) => (target === 0 ? -1 : target)) };
  expect(multiboxLoss(ignored)).toEqual(multiboxLoss(input));
});

test('a thousand logits ahead neither overflows nor loses the gradient', () => {
  const input = randomBatch([1], 4, 3);
  input.logits.fill(0);
  for (let i = 0; i < input.logits.length; i += 3) input.logits[i] = 1000;
  const { gradLogits, perImage } = multiboxLoss(input);
  expect(perImage[0]).toBeCloseTo(1000, 2);
  expect(gradLogits.every(Number.isFinite)).toBe(true);
});

test('one NaN logit makes the sums NaN, so that the run can end', () => {
  const input = randomBatch([1], 30, 3);
  input.logits[3 * 29 + 1] = Number.NaN;
  expect(multiboxLoss(input).perImage[0]).toBeNaN();
});

test('masked sums over mined targets equal the sums of the loss that mines', () => {
  const input = randomBatch([2, 5], 40, 4);
  const { gradLogits, perImage } = multiboxLoss(input);
  const mined = input.classTargets.map((target, a) =>
    target > 0 || gradLogits.subarray(a * 4, a * 4 + 4).some((g) => g !== 0) ? target : -1,
  );
  maskedLossSums({ ...input, classTargets: mined }).forEach((sum, i) => {
    expect(sum).toBeCloseTo(perImage[i], 4);
  });
});

test('gradients go over whatever is in the arrays that are given for them', () => {
  const input = randomBatch([2, 5], 40, 4);
  const dirty = (values: Float32Array) => new Float32Array(values.length).fill(9);
  const into = { gradLogits: dirty(input.logits), gradOffsets: dirty(input.offsets) };
  expect(multiboxLoss({ ...input, into })).toEqual(multiboxLoss(input));
  expect(into.gradLogits).toEqual(multiboxLoss(input).gradLogits);
});

test('arrays of the wrong length are refused by name', () => {
  const input = randomBatch([1], 5, 3);
  expect(() => multiboxLoss({ ...input, offsets: new Float32Array(4) })).toThrow('offsets has 4 numbers; expected 20');
});
