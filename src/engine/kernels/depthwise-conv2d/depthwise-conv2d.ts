/**
 * @file Depthwise 2-D convolution (one filter a channel, multiplier 1) and its two gradients.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Conv2DGradAttrs } from '../conv2d/conv2d';
import { type ConvGeometry, filterShape, inputShape } from '../conv2d/geometry';
import { expectShape, runKernel } from '../run';

/** [B, outHeight, outWidth, C] of a depthwise convolution: the channels are those of the input. */
export function depthwiseOutputShape(g: ConvGeometry): [number, number, number, number] {
  return [g.batch, g.outHeight, g.outWidth, g.inChannels];
}

/**
 * Cross-correlates every channel with its own filter.
 *
 * @param x        f32[B, H, W, C]
 * @param filter   f32[fh, fw, C, 1]
 * @param geometry convGeometry(x.shape, filter.shape, ...)
 * @returns        f32[B, outHeight, outWidth, C], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry, or the multiplier is not 1
 */
export function depthwiseConv2d(x: Tensor, filter: Tensor, geometry: ConvGeometry): Tensor {
  expectShape('depthwiseConv2d: x', x, inputShape(geometry));
  expectFilter('depthwiseConv2d: filter', filter, geometry);
  const attrs: Conv2DGradAttrs = { geometry };
  return runKernel('SsdDepthwiseConv2D', { x, filter }, attrs)[0];
}

/**
 * The gradient of depthwiseConv2d with respect to its input.
 *
 * @param dy     f32[B, outHeight, outWidth, C]
 * @param filter f32[fh, fw, C, 1]
 * @returns      f32[B, H, W, C], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry
 */
export function depthwiseGradInput(dy: Tensor, filter: Tensor, geometry: ConvGeometry): Tensor {
  expectShape('depthwiseGradInput: dy', dy, depthwiseOutputShape(geometry));
  expectFilter('depthwiseGradInput: filter', filter, geometry);
  const attrs: Conv2DGradAttrs = { geometry };
  return runKernel('SsdDepthwiseGradInput', { dy, filter }, attrs)[0];
}

/**
 * The gradient of depthwiseConv2d with respect to its filter.
 *
 * @param x  f32[B, H, W, C]
 * @param dy f32[B, outHeight, outWidth, C]
 * @returns  f32[fh, fw, C, 1], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry
 */
export function depthwiseGradFilter(x: Tensor, dy: Tensor, geometry: ConvGeometry): Tensor {
  expectShape('depthwiseGradFilter: x', x, inputShape(geometry));
  expectShape('depthwiseGradFilter: dy', dy, depthwiseOutputShape(geometry));
  const attrs: Conv2DGradAttrs = { geometry };
  return runKernel('SsdDepthwiseGradFilter', { x, dy }, attrs)[0];
}

function expectFilter(where: string, filter: Tensor, geometry: ConvGeometry): void {
  const [height, width, channels] = filterShape(geometry);
  expectShape(where, filter, [height, width, channels, 1]);
}
