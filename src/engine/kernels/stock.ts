/**
 * @file The few operations for which tfjs's own kernels are right and fast.
 */
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from './run';

/** The elementwise sum of two tensors of one shape. @returns a tensor that the caller disposes */
export function add(a: Tensor, b: Tensor): Tensor {
  expectShape('add: b', b, a.shape);
  return runKernel('Add', { a, b })[0];
}

/** x times a number. @returns a tensor that the caller disposes */
export function scale(x: Tensor, factor: number): Tensor {
  const b = engine().makeTensor(Float32Array.of(factor), [], 'float32');
  const product = runKernel('Multiply', { a: x, b })[0];
  b.dispose();
  return product;
}

/**
 * Multiplies every channel by its own factor.
 *
 * @param x       f32[..., C]
 * @param factors f32[C]
 * @returns       f32[..., C], which the caller disposes
 */
export function mulChannels(x: Tensor, factors: Tensor): Tensor {
  expectShape('mulChannels: factors', factors, [x.shape[x.shape.length - 1]]);
  return runKernel('Multiply', { a: x, b: factors })[0];
}

/** Joins tensors that differ only along one axis. @returns a tensor that the caller disposes */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  for (const [i, tensor] of tensors.entries()) {
    const shape = tensors[0].shape.map((size, a) => (a === axis ? -1 : size));
    expectShape(`concat: tensor ${i}`, tensor, shape);
  }
  return runKernel('Concat', tensors, { axis })[0];
}

/** The part [begin, begin + size) of axis 1. @returns a tensor that the caller disposes */
export function sliceAxis1(x: Tensor, begin: number, size: number): Tensor {
  const shape: number[] = x.shape;
  if (begin < 0 || size < 0 || begin + size > shape[1]) {
    const part = `[${begin}, ${begin + size})`;
    throw new RangeError(`sliceAxis1: the part is ${part}; expected it within axis 1 of [${shape.join(', ')}]`);
  }
  // As a matrix: its rows are the longest runs that can be copied at once.
  const inner = shape.slice(2).reduce((product, length) => product * length, 1);
  const matrix = reshape(x, [shape[0], shape[1] * inner]);
  const part = runKernel('Slice', { x: matrix }, { begin: [0, begin * inner], size: [shape[0], size * inner] })[0];
  const reshaped = reshape(part, [shape[0], size, ...shape.slice(2)]);
  matrix.dispose();
  part.dispose();
  return reshaped;
}

/** The same elements under another shape, without a copy. @returns a tensor that the caller disposes */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== x.size) {
    throw new RangeError(
      `reshape: x is [${x.shape.join(', ')}]; expected the ${size} elements of [${shape.join(', ')}]`,
    );
  }
  return runKernel('Reshape', { x }, { shape })[0];
}
