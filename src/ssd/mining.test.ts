import { expect, test } from 'vitest';
import { generateAnchors } from './anchors';
import { backgroundCrossEntropy, mineHardNegatives, mineMultibox } from './mining';
import { Random } from './random';
import { anchorSpecs } from './spec';
import { makeTargets } from './targets';

/** Two-class logits whose background loss grows with the given hardness. */
const logitsOf = (hardness: readonly number[]) => Float32Array.from(hardness.flatMap((h) => [0, h]));
const match = Int32Array.of(-1, 0, -1, -1, -1, -1);
const noIou = new Float32Array(6);

test('three negatives for the one positive, the hardest first', () => {
  const samples = mineHardNegatives(logitsOf([4, 9, 1, 3, 2, 5]), match, noIou, 2);
  expect([...samples]).toEqual([-1, 1, 0, -1, 0, -1]);
});

test('equal hardness takes the lower index', () => {
  expect([...mineHardNegatives(logitsOf([0, 0, 0, 0, 0, 0]), match, noIou, 2)]).toEqual([-1, 1, -1, -1, 0, 0]);
});

test('anchors that overlap an object too much are no candidates', () => {
  const bestIou = Float32Array.of(0.49, 1, 0, 0, 0, 0.5);
  const samples = mineHardNegatives(logitsOf([4, 9, 1, 3, 2, 5]), match, bestIou, 2);
  expect([...samples]).toEqual([-1, 1, 0, -1, -1, 0]);
});

test('too few candidates are filled up by index, as in the reference', () => {
  const bestIou = Float32Array.of(0.4, 1, 0.4, 0.4, 0.4, 0);
  const options = { negativeThreshold: 0.3, ratio: 2 };
  expect([...mineHardNegatives(logitsOf([4, 9, 1, 3, 2, 5]), match, bestIou, 2, options)]).toEqual([
    -1, 1, 0, 0, 0, -1,
  ]);
  const atZero = Int32Array.of(0, -1, -1, -1, -1, -1);
  expect(mineHardNegatives(logitsOf([4, 9, 1, 3, 2, 5]), atZero, bestIou, 2, options)[0]).toBe(-1);
});

test('without positives nothing is mined unless a minimum is asked for', () => {
  const none = new Int32Array(6).fill(-1);
  const logits = logitsOf([4, 9, 1, 3, 2, 5]);
  expect([...mineHardNegatives(logits, none, noIou, 2)]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...mineHardNegatives(logits, none, noIou, 2, { minSamples: 2 })]).toEqual([0, -1, 0, 0, 0, -1]);
});

test('a ratio of 0 or less makes every unmatched anchor a negative', () => {
  expect([...mineHardNegatives(logitsOf([4, 9, 1, 3, 2, 5]), match, noIou, 2, { ratio: -1 })]).toEqual([
    -1, 1, -1, -1, -1, -1,
  ]);
});

test('a background that leads by a thousand does not overflow', () => {
  const logits = Float32Array.of(1000, 0, 0, 0, 1000, 990, 1000, 0, 1000, 0, 1000, 0);
  expect([...mineHardNegatives(logits, match, noIou, 2, { ratio: 1 })]).toEqual([0, 1, -1, 0, 0, 0]);
});

test('the mining of the loss takes the unmatched anchors of largest cross-entropy', () => {
  const crossEntropy = Float32Array.of(4, 9, 1, 3, 2, 5);
  expect([...mineMultibox(crossEntropy, Int32Array.of(0, 7, 0, 0, 0, -1))]).toEqual([1, 0, 0, 1, 0, 1]);
  expect([...mineMultibox(crossEntropy, new Int32Array(6))]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...mineMultibox(crossEntropy, new Int32Array(6), 3, 1)]).toEqual([0, 1, 0, 0, 0, 0]);
});

test('a NaN prediction is the hardest', () => {
  expect([...mineMultibox(Float32Array.of(1, Number.NaN, 3, 0), Int32Array.of(0, 0, 0, 1), 1)]).toEqual([0, 1, 0, 0]);
});

test('on the images of the tutorial both minings agree, on 39 and 69 negatives', () => {
  // Source: tutorial_two_images.json of the goldens; 3 times 13 and 23 positives.
  const anchors = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
  const random = new Random('mining');
  const images = [
    { boxes: [10, 20, 80, 90], ids: [1], negatives: 39 },
    { boxes: [10, 10, 30, 30, 40, 40, 60, 60, 50, 50, 90, 90, 100, 110, 120, 140], ids: [1, 3, 5, 7], negatives: 69 },
  ];
  for (const { boxes, ids, negatives } of images) {
    const targets = makeTargets(anchors, Float32Array.from(boxes), Int32Array.from(ids));
    const logits = Float32Array.from({ length: anchors.count * 21 }, () => random.uniform(-3, 3));
    const samples = mineHardNegatives(logits, targets.match, targets.bestIou, 21);
    expect(samples.filter((sample) => sample === -1)).toHaveLength(negatives);
    const mined = mineMultibox(backgroundCrossEntropy(logits, 21), targets.classTargets);
    expect(Array.from(mined)).toEqual(Array.from(samples, (sample) => (sample === -1 ? 1 : 0)));
  }
});

test('the cross-entropy against background is -ln softmax of column 0', () => {
  expect(backgroundCrossEntropy(Float32Array.of(0, 0, 0, Math.log(2), 0, 0), 3)).toEqual(
    Float32Array.of(Math.log(3), Math.log(2)),
  );
  expect(backgroundCrossEntropy(new Float32Array(0), 3)).toHaveLength(0);
});
