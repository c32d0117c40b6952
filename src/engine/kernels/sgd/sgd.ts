import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Attributes of SsdSgdUpdate. */
export interface SgdAttrs {
  /** Share of the momentum buffer that stays. */
  momentum: number;
  weightDecay: number;
}

/**
 * One step of SGD with momentum, IN PLACE: m = momentum * m - learningRate * (g + weightDecay * w); w = w + m.
 * The rate is inside the buffer: after a drop the old momentum keeps its old scale.
 *
 * @param weight   f32[...], as are the momentum buffer and the gradient
 * @param rates    f32[1], the learning rate
 * @param factor   f32[1] of `clipFactor`, by which the gradient is multiplied first; null for none
 * @throws RangeError if the shapes differ
 *
 * Source: MXNet's sgd_mom_update (spec section 9).
 */
export function sgdUpdate(
  weight: Tensor,
  momentum: Tensor,
  gradient: Tensor,
  rates: Tensor,
  attrs: SgdAttrs,
  factor: Tensor | null = null,
): void {
  expectShape('sgdUpdate: momentum', momentum, weight.shape);
  expectShape('sgdUpdate: gradient', gradient, weight.shape);
  if (factor !== null) expectShape('sgdUpdate: factor', factor, [1]);
  expectShape('sgdUpdate: rates', rates, [1]);
  runKernel('SsdSgdUpdate', { weight, momentum, gradient, rates, factor }, attrs);
}
