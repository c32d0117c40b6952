/**
 * @file The SSD training loss with hard-negative mining, and its gradients, without a readback.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Attributes of SsdMultiboxLoss. */
export interface MultiboxLossAttrs {
  /** Divisor of the gradients: the positives of the whole batch, or those of the image; at least 1. */
  normalization: 'batch' | 'sample';
  /** Hard negatives a positive; 3 in SSD. */
  negativeRatio: number;
  /** Hard negatives that an image gets at least; 0 in SSD. */
  minHardNegatives: number;
  /** Factor of the localization term; 1 in SSD. */
  boxWeight: number;
  /** Factor of both gradients. */
  gradientScale: number;
}

/**
 * Mines hard negatives by cross entropy (ties: lower index first) and differentiates the loss; equals
 * `multiboxLoss` of src/ssd.
 *
 * @param logits       f32[B, A, K], K = classes + 1, background is column 0
 * @param offsets      f32[B, A, 4]
 * @param classTargets i32[B, A], class id + 1 of positives, 0 or -1 of all others
 * @param boxTargets   f32[B, A, 4], read at positives only
 * @returns            gradLogits f32[B, A, K], gradOffsets f32[B, A, 4], and perImage f32[B, 4]: sum of cross entropy
 *                     over positives and hard negatives, sum of smooth L1 over positives, positives, hard negatives,
 *                     all without divisor or weight; the caller disposes all three
 * @throws RangeError if a shape disagrees
 *
 * Source: Liu et al. 2016, arXiv:1512.02325, sec. 2.2; GluonCV's SSDMultiBoxLoss (spec section 6).
 */
export function multiboxLoss(
  logits: Tensor,
  offsets: Tensor,
  classTargets: Tensor,
  boxTargets: Tensor,
  attrs: MultiboxLossAttrs,
): { gradLogits: Tensor; gradOffsets: Tensor; perImage: Tensor } {
  expectShape('multiboxLoss: logits', logits, [-1, -1, -1]);
  const [batch, anchors] = logits.shape;
  expectShape('multiboxLoss: offsets', offsets, [batch, anchors, 4]);
  expectShape('multiboxLoss: classTargets', classTargets, [batch, anchors]);
  expectShape('multiboxLoss: boxTargets', boxTargets, [batch, anchors, 4]);
  const inputs = { logits, offsets, classTargets, boxTargets };
  const [gradLogits, gradOffsets, perImage] = runKernel('SsdMultiboxLoss', inputs, attrs);
  return { gradLogits, gradOffsets, perImage };
}
