/**
 * @file The training loss with its gradients in closed form. It is the body of the kernel on WASM and the CPU and the
 * reference of the one on WebGPU, hence plain loops that allocate nothing per anchor.
 *
 * Sums are accumulated in float64 and stored in float32.
 */
import { mineMultibox } from './mining';
import { logSumExp, logSumExps } from './softmax';

/** Predictions and targets of a batch: B images, A anchors, K = C + 1 classes with background in column 0. */
export interface LossInput {
  /** f32[B, A, K] */
  logits: Float32Array;
  /** f32[B, A, 4] */
  offsets: Float32Array;
  /** i32[B, A] class id + 1, 0 background; what -1 means is the function's own affair. */
  classTargets: Int32Array;
  /** f32[B, A, 4] */
  boxTargets: Float32Array;
  batch: number;
  anchors: number;
  classes: number;
}

export interface MultiboxLossInput extends LossInput {
  /** Divide by the positives of the whole batch, or each image by its own. */
  normalization: 'batch' | 'sample';
  /** Hard negatives for each positive; 3. */
  negativeRatio?: number;
  /** Hard negatives that an image gets at least; 0. */
  minHardNegatives?: number;
  /** Weight of the localization term; 1. */
  boxWeight?: number;
  /** Factor on both gradients, not on the sums; 1. */
  gradientScale?: number;
  /** f64[B, A], ln(sum exp x) of every anchor's logits, from a caller that has them. */
  norms?: Float64Array;
  /** Where the gradients go, overwritten; without them, to new arrays. */
  into?: Pick<MultiboxLoss, 'gradLogits' | 'gradOffsets'>;
}

export interface MultiboxLoss {
  /** f32[B, A, K] */
  gradLogits: Float32Array;
  /** f32[B, A, 4] */
  gradOffsets: Float32Array;
  /** f32[B, 4]: sum of cross-entropy over positives and hard negatives, sum of smooth L1 over positives, positives, hard
   * negatives; not normalized. */
  perImage: Float32Array;
}

/**
 * The loss that SSD trains with: cross-entropy over positives and mined negatives plus smooth L1 over positives, both
 * divided by the number of positives (at least 1). The differentiated scalar is the sum over the images of
 * (perImage[0] + boxWeight * perImage[1]) / positives. Without positives everything is 0.
 *
 * A class target below 0 counts as background. A NaN logit is mined first and makes the sums NaN.
 *
 * @throws RangeError if an array has another length than B, A and K say
 *
 * Source: Liu et al. 2016, arXiv:1512.02325, eq. 1 to 3; SSDMultiBoxLoss of GluonCV.
 */
export function multiboxLoss(input: MultiboxLossInput): MultiboxLoss {
  checkLengths(input);
  const { logits, offsets, classTargets, boxTargets, batch, anchors, classes } = input;
  const { negativeRatio = 3, minHardNegatives = 0, boxWeight = 1, gradientScale = 1 } = input;
  const gradLogits = input.into?.gradLogits.fill(0) ?? new Float32Array(logits.length);
  const gradOffsets = input.into?.gradOffsets.fill(0) ?? new Float32Array(offsets.length);
  const perImage = new Float32Array(batch * 4);
  const norms = input.norms ?? logSumExps(logits, classes);
  const crossEntropy = new Float32Array(anchors);
  const allPositives = countPositives(classTargets, 0, batch * anchors);

  for (let b = 0; b < batch; b++) {
    const first = b * anchors;
    const positives = countPositives(classTargets, first, anchors);
    const divisor = Math.max(1, input.normalization === 'batch' ? allPositives : positives);
    const classScale = gradientScale / divisor;
    const boxScale = (gradientScale * boxWeight) / divisor;

    for (let a = 0; a < anchors; a++) {
      const row = (first + a) * classes;
      crossEntropy[a] = norms[first + a] - logits[row + Math.max(0, classTargets[first + a])];
    }
    const targets = classTargets.subarray(first, first + anchors);
    const hardNegatives = mineMultibox(crossEntropy, targets, negativeRatio, minHardNegatives);

    let confidence = 0;
    let localization = 0;
    let negatives = 0;
    for (let a = 0; a < anchors; a++) {
      const target = Math.max(0, targets[a]);
      if (target === 0) {
        if (!hardNegatives[a]) continue;
        negatives++;
      }
      const row = (first + a) * classes;
      const label = row + target;
      const norm = norms[first + a];
      confidence += norm - logits[label];
      for (let k = row; k < row + classes; k++) gradLogits[k] = Math.exp(logits[k] - norm) * classScale;
      // expm1 keeps the digits of softmax - 1 where the prediction is nearly right.
      gradLogits[label] = Math.expm1(logits[label] - norm) * classScale;
      if (target === 0) continue;
      for (let i = (first + a) * 4; i < (first + a) * 4 + 4; i++) {
        const difference = offsets[i] - boxTargets[i];
        localization += smoothL1(difference);
        gradOffsets[i] = Math.min(1, Math.max(-1, difference)) * boxScale;
      }
    }
    perImage.set([confidence, localization, positives, negatives], b * 4);
  }
  return { gradLogits, gradOffsets, perImage };
}

/**
 * The sums that the tutorial's two losses are made of, for class targets that are mined already.
 *
 * @param input class targets of -1 are ignored
 * @returns     f32[B, 4] like perImage of {@link multiboxLoss}
 * @throws RangeError if an array has another length than B, A and K say
 */
export function maskedLossSums(input: LossInput): Float32Array {
  checkLengths(input);
  const { logits, offsets, classTargets, boxTargets, batch, anchors, classes } = input;
  const sums = new Float32Array(batch * 4);
  for (let b = 0; b < batch; b++) {
    let confidence = 0;
    let localization = 0;
    let positives = 0;
    let negatives = 0;
    for (let row = b * anchors; row < (b + 1) * anchors; row++) {
      const target = classTargets[row];
      if (target < 0) continue;
      confidence += logSumExp(logits, row * classes, classes) - logits[row * classes + target];
      if (target === 0) {
        negatives++;
        continue;
      }
      positives++;
      for (let i = row * 4; i < row * 4 + 4; i++) localization += smoothL1(offsets[i] - boxTargets[i]);
    }
    sums.set([confidence, localization, positives, negatives], b * 4);
  }
  return sums;
}

function smoothL1(difference: number): number {
  const size = Math.abs(difference);
  return size > 1 ? size - 0.5 : 0.5 * size * size;
}

function countPositives(classTargets: Int32Array, from: number, count: number): number {
  let positives = 0;
  for (let i = from; i < from + count; i++) if (classTargets[i] > 0) positives++;
  return positives;
}

function checkLengths(input: LossInput): void {
  const rows = input.batch * input.anchors;
  const expected = { logits: rows * input.classes, offsets: rows * 4, classTargets: rows, boxTargets: rows * 4 };
  for (const [name, length] of Object.entries(expected)) {
    const found = input[name as keyof typeof expected].length;
    if (found !== length) throw new RangeError(`loss: ${name} has ${found} numbers; expected ${length}`);
  }
}
