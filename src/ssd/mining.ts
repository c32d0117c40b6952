/**
 * @file Hard-negative mining: of the thousands of unmatched anchors only those that look least like background count.
 *
 * Two forms that agree on the defaults: the sampler of the target generator, which also knows an IoU limit, and the
 * mining inside the training loss.
 *
 * Source: Liu et al. 2016, arXiv:1512.02325, sec. 2.2 (at most 3 negatives for each positive); GluonCV for the details.
 */
import { selectLargest } from './selection';
import { logSumExp } from './softmax';

export interface SamplerOptions {
  /** Negatives for each positive; 0 or less takes every unmatched anchor. Default 3. */
  ratio?: number;
  /** At least so many negatives, if there are so many anchors. Default 0. */
  minSamples?: number;
  /** Only anchors below this IoU with all objects are candidates. Default 0.5. */
  negativeThreshold?: number;
}

/**
 * Samples the anchors of one image as the target generator does (online hard example mining).
 *
 * As in the reference, too few candidates are filled up from the other anchors by index, even from positives, which
 * then count as negatives. This cannot happen while the negative threshold is at least the matching threshold.
 *
 * @param logits  f32[A, K], background in column 0
 * @param match   i32[A] ground truth index, or -1
 * @param bestIou f32[A] largest IoU with any ground truth
 * @param classes K
 * @returns       i8[A]: 1 positive, -1 negative, 0 ignored
 */
export function mineHardNegatives(
  logits: Float32Array,
  match: Int32Array,
  bestIou: Float32Array,
  classes: number,
  options: SamplerOptions = {},
): Int8Array {
  const { ratio = 3, minSamples = 0, negativeThreshold = 0.5 } = options;
  const anchors = match.length;
  const samples = new Int8Array(anchors);
  let positives = 0;
  for (let a = 0; a < anchors; a++) {
    samples[a] = match[a] >= 0 ? 1 : ratio > 0 ? 0 : -1;
    if (match[a] >= 0) positives++;
  }
  if (ratio <= 0) return samples;

  const limit = Math.fround(negativeThreshold);
  const scores = new Float32Array(anchors).fill(-1);
  for (let a = 0; a < anchors; a++) {
    if (match[a] < 0 && bestIou[a] < limit)
      scores[a] = hardness(logSumExp(logits, a * classes, classes) - logits[a * classes]);
  }
  const wanted = hardNegativeCount(positives, anchors, ratio, minSamples);
  const negative = new Uint8Array(anchors);
  selectLargest(scores, wanted, new Float32Array(anchors), negative);
  for (let a = 0; a < anchors; a++) if (negative[a]) samples[a] = -1;
  return samples;
}

/**
 * Cross-entropy of every anchor against background: what hard negatives are mined by.
 *
 * @param logits f32[A, K], background in column 0
 * @returns      f32[A], nats
 */
export function backgroundCrossEntropy(logits: Float32Array, classes: number): Float32Array {
  const entropy = new Float32Array(logits.length / classes);
  for (let a = 0; a < entropy.length; a++) entropy[a] = logSumExp(logits, a * classes, classes) - logits[a * classes];
  return entropy;
}

/**
 * Mines the hard negatives of one image as the training loss does: the unmatched anchors of largest cross-entropy.
 *
 * @param crossEntropy f32[A] cross-entropy against the un-mined class target
 * @param classTargets i32[A] class id + 1, or 0 and less for background
 * @returns            u8[A], 1 for a hard negative
 */
export function mineMultibox(
  crossEntropy: Float32Array,
  classTargets: Int32Array,
  negativeRatio = 3,
  minHardNegatives = 0,
): Uint8Array {
  const anchors = classTargets.length;
  const scores = new Float32Array(anchors);
  let positives = 0;
  for (let a = 0; a < anchors; a++) {
    scores[a] = classTargets[a] > 0 ? -1 : hardness(crossEntropy[a]);
    if (classTargets[a] > 0) positives++;
  }
  const wanted = hardNegativeCount(positives, anchors, negativeRatio, minHardNegatives);
  const selected = new Uint8Array(anchors);
  selectLargest(scores, wanted, new Float32Array(anchors), selected);
  return selected;
}

/** How many negatives an image gets: ratio times its positives, at least `atLeast`, at most all the others. */
function hardNegativeCount(positives: number, anchors: number, ratio: number, atLeast: number): number {
  return Math.trunc(Math.min(Math.max(atLeast, ratio * positives), anchors - positives));
}

/** The score to mine by. NaN comes first, so that a broken prediction reaches the loss and ends the run. */
function hardness(crossEntropy: number): number {
  return Number.isNaN(crossEntropy) ? Number.POSITIVE_INFINITY : crossEntropy;
}
