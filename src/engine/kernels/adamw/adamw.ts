import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Attributes of SsdAdamWUpdate. */
export interface AdamWAttrs {
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
}

/**
 * What changes from step to step, for `adamwUpdate`.
 *
 * @param step counted from 1; corrects the bias of both moments
 * @returns    f32[3]: the learning rate, 1 / (1 - beta1^step), 1 / (1 - beta2^step)
 * @throws RangeError if the step is below 1
 */
export function adamwRates({ beta1, beta2 }: AdamWAttrs, learningRate: number, step: number): Float32Array {
  if (!(step >= 1)) throw new RangeError(`adamwRates: step is ${step}; expected 1 or more`);
  return Float32Array.of(learningRate, 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step));
}

/**
 * One step of AdamW, IN PLACE: m = beta1 * m + (1 - beta1) * g; v = beta2 * v + (1 - beta2) * g^2;
 * w = w - learningRate * (mHat / (sqrt(vHat) + epsilon) + weightDecay * w).
 *
 * @param weight f32[...], as are both moments and the gradient
 * @param rates  f32[3] of `adamwRates`
 * @param factor f32[1] of `clipFactor`, by which the gradient is multiplied first; null for none
 * @throws RangeError if the shapes differ
 *
 * Source: Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2; decay scaled by the rate as in PyTorch.
 */
export function adamwUpdate(
  weight: Tensor,
  m: Tensor,
  v: Tensor,
  gradient: Tensor,
  rates: Tensor,
  attrs: AdamWAttrs,
  factor: Tensor | null = null,
): void {
  expectShape('adamwUpdate: m', m, weight.shape);
  expectShape('adamwUpdate: v', v, weight.shape);
  expectShape('adamwUpdate: gradient', gradient, weight.shape);
  if (factor !== null) expectShape('adamwUpdate: factor', factor, [1]);
  expectShape('adamwUpdate: rates', rates, [3]);
  runKernel('SsdAdamWUpdate', { weight, m, v, gradient, rates, factor }, attrs);
}
