import type { Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../run';

/**
 * The gradient of a per-channel bias: the sum of dy over all but the last axis.
 *
 * @param dy f32[..., C]
 * @returns  f32[C], which the caller disposes
 */
export function biasGrad(dy: Tensor): Tensor {
  return runKernel('SsdBiasGrad', { dy })[0];
}
