import type { Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../run';

/**
 * The sum of the squares of all elements, for the norm of a gradient.
 *
 * @param x f32[...]
 * @returns f32[1], which the caller disposes
 */
export function sumOfSquares(x: Tensor): Tensor {
  return runKernel('SsdSumOfSquares', { x })[0];
}
