import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Attributes of SsdAdamWUpdate. */
export interface AdamWAttrs {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Counted from 1; corrects the bias of both moments. */
  step: number;
}

/**
 * One step of AdamW, IN PLACE: m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g^2;
 * w = w - learningRate * (mHat / (sqrt(vHat) + epsilon) + weightDecay * w).
 *
 * @param weight f32[...], as are both moments and the gradient
 * @param factor f32[1] of `clipFactor`, by which the gradient is multiplied first; null for none
 * @throws RangeError if the shapes differ or the step is below 1
 *
 * Source: Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2; decay scaled by the rate as in PyTorch.
 */
export function adamwUpdate(
  weight: Tensor,
  m: Tensor,
  v: Tensor,
  gradient: Tensor,
  attrs: AdamWAttrs,
  factor: Tensor | null = null,
): void {
  expectShape('adamwUpdate: m', m, weight.shape);
  expectShape('adamwUpdate: v', v, weight.shape);
  expectShape('adamwUpdate: gradient', gradient, weight.shape);
  if (factor !== null) expectShape('adamwUpdate: factor', factor, [1]);
  if (!(attrs.step >= 1)) throw new RangeError(`adamwUpdate: step is ${attrs.step}; expected 1 or more`);
  runKernel('SsdAdamWUpdate', { weight, m, v, gradient, factor }, attrs);
}
