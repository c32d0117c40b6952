/**
 * @file The normalisation layer of SSD's first tap: unit length over channels, times a learned scale per channel.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Inside the root, as in spec section 1. */
export const l2NormEpsilon = 1e-5;

/**
 * y = scale * x / sqrt(sum over channels of x^2 + 1e-5).
 *
 * @param x     f32[..., C]
 * @param scale f32[C]
 * @returns     f32[..., C], which the caller disposes
 * @throws RangeError if scale is not [C]
 *
 * Source: Liu et al. 2015, ParseNet, arXiv:1506.04579, sec. 3.3; epsilon as in GluonCV.
 */
export function l2Norm(x: Tensor, scale: Tensor): Tensor {
  expectShape('l2Norm: scale', scale, [x.shape[x.shape.length - 1]]);
  return runKernel('SsdL2Norm', { x, scale })[0];
}

/**
 * The gradient of l2Norm.
 *
 * @param dy    f32[..., C], as is x
 * @param scale f32[C]
 * @returns     dx f32[..., C] and dScale f32[C], both of which the caller disposes
 * @throws RangeError if a shape disagrees
 */
export function l2NormGrad(dy: Tensor, x: Tensor, scale: Tensor): { dx: Tensor; dScale: Tensor } {
  expectShape('l2NormGrad: x', x, dy.shape);
  expectShape('l2NormGrad: scale', scale, [x.shape[x.shape.length - 1]]);
  const [dx, dScale] = runKernel('SsdL2NormGrad', { dy, x, scale });
  return { dx, dScale };
}
