import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/**
 * The gradient through ReLU: dy where y > 0, else 0.
 *
 * @param dy f32[...]
 * @param y  f32[...], the output of the ReLU, same shape
 * @returns  f32[...], which the caller disposes
 * @throws RangeError if the shapes differ
 */
export function reluGrad(dy: Tensor, y: Tensor): Tensor {
  expectShape('reluGrad: y', y, dy.shape);
  return runKernel('SsdReluGrad', { dy, y })[0];
}
