/**
 * @file The loss of one image taken apart: every summand with its anchor, and the size of the gradient, unnormalised, so
 * that either normalization is a division away. The sums are those of the training loss (loss.ts).
 */
import { mineMultibox } from './mining';
import { logSumExp } from './softmax';

export interface LossTermsInput {
  /** f32[A, K], background in column 0. */
  logits: Float32Array;
  /** f32[A, 4] */
  offsets: Float32Array;
  /** i32[A] class id + 1 where matched, else 0; not mined. */
  classTargets: Int32Array;
  /** f32[A, 4] */
  boxTargets: Float32Array;
  /** K */
  classes: number;
  /** Default 3. */
  negativeRatio?: number;
}

/** Of the anchors that count, positives and hard negatives, by ascending index. */
export interface LossTerms {
  anchor: Int32Array;
  target: Int32Array;
  crossEntropy: Float32Array;
  /** Sum over the four offsets; 0 for a hard negative. */
  smoothL1: Float32Array;
  positives: number;
  hardNegatives: number;
  /** Sums of the two. */
  confidence: number;
  localization: number;
  /** L2 norms of the gradients of those sums, by all logits and by all offsets of the image. */
  gradient: { logits: number; offsets: number };
}

export function lossTerms(input: LossTermsInput): LossTerms {
  const { logits, offsets, classTargets, boxTargets, classes, negativeRatio = 3 } = input;
  /** Against the un-mined target, of every anchor. */
  const all = new Float32Array(classTargets.length);
  for (let a = 0; a < all.length; a++) {
    all[a] = logSumExp(logits, a * classes, classes) - logits[a * classes + Math.max(0, classTargets[a])];
  }
  const negative = mineMultibox(all, classTargets, negativeRatio);
  const anchor = Int32Array.from(all.keys()).filter((a) => classTargets[a] > 0 || negative[a] === 1);
  const target = anchor.map((a) => classTargets[a]);
  const smoothL1 = Float32Array.from(anchor, (a) => (classTargets[a] > 0 ? boxLoss(offsets, boxTargets, a) : 0));
  const positives = target.reduce((count, label) => count + Number(label > 0), 0);
  const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
  const kept = Float32Array.from(anchor, (a) => all[a]);
  return {
    anchor,
    target,
    crossEntropy: kept,
    smoothL1,
    positives,
    hardNegatives: anchor.length - positives,
    confidence: sum(kept),
    localization: sum(smoothL1),
    gradient: {
      logits: Math.sqrt(
        anchor.reduce((total, a) => total + logitGradientSquared(logits, classes, a, classTargets[a]), 0),
      ),
      offsets: Math.sqrt(
        anchor.reduce((total, a) => total + (classTargets[a] > 0 ? boxGradientSquared(offsets, boxTargets, a) : 0), 0),
      ),
    },
  };
}

function boxLoss(offsets: Float32Array, targets: Float32Array, anchor: number): number {
  let loss = 0;
  for (let i = anchor * 4; i < anchor * 4 + 4; i++) {
    const size = Math.abs(offsets[i] - targets[i]);
    loss += size > 1 ? size - 0.5 : 0.5 * size * size;
  }
  return loss;
}

/** The derivative of smooth L1 is the difference, clipped to [-1, 1]. */
function boxGradientSquared(offsets: Float32Array, targets: Float32Array, anchor: number): number {
  let squares = 0;
  for (let i = anchor * 4; i < anchor * 4 + 4; i++) squares += Math.min(1, Math.abs(offsets[i] - targets[i])) ** 2;
  return squares;
}

/** The derivative of cross-entropy is softmax minus one-hot. */
function logitGradientSquared(logits: Float32Array, classes: number, anchor: number, target: number): number {
  const norm = logSumExp(logits, anchor * classes, classes);
  let squares = 0;
  for (let k = 0; k < classes; k++) {
    squares += (Math.exp(logits[anchor * classes + k] - norm) - Number(k === target)) ** 2;
  }
  return squares;
}
