/**
 * @file 2-D convolution and its two gradients: any stride, padding and dilation, NHWC maps, HWIO filter.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';
import { type ConvGeometry, filterShape, inputShape, outputShape } from './geometry';

/** Attributes of SsdConv2D. */
export interface Conv2DAttrs {
  geometry: ConvGeometry;
  relu: boolean;
}

/** Attributes of SsdConv2DGradInput and SsdConv2DGradFilter. */
export interface Conv2DGradAttrs {
  geometry: ConvGeometry;
}

/**
 * Cross-correlates x with the filter, adds the bias and applies ReLU if asked.
 *
 * @param x      f32[B, H, W, C]
 * @param filter f32[fh, fw, C, K]
 * @param bias   f32[K], or null for none
 * @returns      f32[B, outHeight, outWidth, K], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry
 */
export function conv2d(x: Tensor, filter: Tensor, bias: Tensor | null, geometry: ConvGeometry, relu: boolean): Tensor {
  expectShape('conv2d: x', x, inputShape(geometry));
  expectShape('conv2d: filter', filter, filterShape(geometry));
  if (bias !== null) expectShape('conv2d: bias', bias, [geometry.outChannels]);
  const attrs: Conv2DAttrs = { geometry, relu };
  return runKernel('SsdConv2D', { x, filter, bias }, attrs)[0];
}

/**
 * The gradient of conv2d (without bias and ReLU) with respect to its input.
 *
 * @param dy     f32[B, outHeight, outWidth, K]
 * @param filter f32[fh, fw, C, K]
 * @returns      f32[B, H, W, C], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry
 */
export function conv2dGradInput(dy: Tensor, filter: Tensor, geometry: ConvGeometry): Tensor {
  expectShape('conv2dGradInput: dy', dy, outputShape(geometry));
  expectShape('conv2dGradInput: filter', filter, filterShape(geometry));
  const attrs: Conv2DGradAttrs = { geometry };
  return runKernel('SsdConv2DGradInput', { dy, filter }, attrs)[0];
}

/**
 * The gradient of conv2d (without bias and ReLU) with respect to its filter.
 *
 * @param x  f32[B, H, W, C]
 * @param dy f32[B, outHeight, outWidth, K]
 * @returns  f32[fh, fw, C, K], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry
 */
export function conv2dGradFilter(x: Tensor, dy: Tensor, geometry: ConvGeometry): Tensor {
  expectShape('conv2dGradFilter: x', x, inputShape(geometry));
  expectShape('conv2dGradFilter: dy', dy, outputShape(geometry));
  const attrs: Conv2DGradAttrs = { geometry };
  return runKernel('SsdConv2DGradFilter', { x, dy }, attrs)[0];
}
