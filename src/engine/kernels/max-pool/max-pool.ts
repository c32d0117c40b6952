/**
 * @file Max pooling with padding of minus infinity, floor or ceil mode, and its gradient.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Sizes of one pooling over NHWC maps; lengths in cells. */
export interface PoolGeometry {
  batch: number;
  inHeight: number;
  inWidth: number;
  channels: number;
  outHeight: number;
  outWidth: number;
  /** Side of the square window. */
  size: number;
  stride: number;
  padTop: number;
  padLeft: number;
}

/** Attributes of SsdMaxPool and SsdMaxPoolGrad. */
export interface MaxPoolAttrs {
  geometry: PoolGeometry;
}

/**
 * Derives the output size; in ceil mode a last, partial window counts if it begins inside the map or its left padding.
 *
 * @param xShape  [B, H, W, C]
 * @param options window side and stride, padding on all four sides (default 0), `ceil` (default false)
 * @throws RangeError if x is not of rank 4, or a window could lie wholly in the padding
 */
export function poolGeometry(
  xShape: readonly number[],
  options: { size: number; stride: number; pad?: number; ceil?: boolean },
): PoolGeometry {
  const { size, stride, pad = 0, ceil = false } = options;
  if (xShape.length !== 4) throw new RangeError(`poolGeometry: x is [${xShape.join(', ')}]; expected [B, H, W, C]`);
  if (pad * 2 > size) throw new RangeError(`poolGeometry: pad is ${pad}; expected at most half of size ${size}`);
  const length = (input: number) => {
    const steps = (input + 2 * pad - size) / stride;
    const count = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    return (count - 1) * stride >= input + pad ? count - 1 : count;
  };
  const [batch, inHeight, inWidth, channels] = xShape;
  const sizes = { batch, inHeight, inWidth, channels, outHeight: length(inHeight), outWidth: length(inWidth) };
  return { ...sizes, size, stride, padTop: pad, padLeft: pad };
}

/**
 * The maximum of every window.
 *
 * @param x f32[B, H, W, C]
 * @returns f32[B, outHeight, outWidth, C], which the caller disposes
 * @throws RangeError if the shape disagrees with the geometry
 */
export function maxPool(x: Tensor, geometry: PoolGeometry): Tensor {
  expectShape('maxPool: x', x, poolInputShape(geometry));
  const attrs: MaxPoolAttrs = { geometry };
  return runKernel('SsdMaxPool', { x }, attrs)[0];
}

/**
 * The gradient of maxPool: the first maximum of a window in row-major order takes the window's gradient.
 *
 * @param x  f32[B, H, W, C]
 * @param y  f32[B, outHeight, outWidth, C], the output of maxPool
 * @param dy f32[B, outHeight, outWidth, C]
 * @returns  f32[B, H, W, C], which the caller disposes
 * @throws RangeError if a shape disagrees with the geometry
 */
export function maxPoolGrad(x: Tensor, y: Tensor, dy: Tensor, geometry: PoolGeometry): Tensor {
  expectShape('maxPoolGrad: x', x, poolInputShape(geometry));
  expectShape('maxPoolGrad: y', y, poolOutputShape(geometry));
  expectShape('maxPoolGrad: dy', dy, poolOutputShape(geometry));
  const attrs: MaxPoolAttrs = { geometry };
  return runKernel('SsdMaxPoolGrad', { x, y, dy }, attrs)[0];
}

/** [B, H, W, C] of the input map. */
export function poolInputShape(g: PoolGeometry): [number, number, number, number] {
  return [g.batch, g.inHeight, g.inWidth, g.channels];
}

/** [B, H, W, C] of the output map. */
export function poolOutputShape(g: PoolGeometry): [number, number, number, number] {
  return [g.batch, g.outHeight, g.outWidth, g.channels];
}
