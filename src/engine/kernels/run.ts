/**
 * @file How an op reaches its kernel: the checks at the door, the call through tfjs, the record of the memory peak.
 */
import { engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { bufferPool } from '../webgpu/buffer-pool';

let peakBytes = 0;

/**
 * Runs the kernel that the present back end registered under this name.
 *
 * @param name   kernel name, such as "SsdConv2D"
 * @param inputs tensors by name, null where an optional one is absent; or a list where the kernel takes a list
 * @param attrs  plain values that the kernel knows by name
 * @returns      the kernel's outputs in its own order; the caller disposes them
 */
export function runKernel(
  name: string,
  inputs: Record<string, Tensor | null> | readonly Tensor[],
  attrs: object = {},
): Tensor[] {
  const present = Array.isArray(inputs)
    ? inputs
    : Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== null));
  const output = engine().runKernel<Tensor | Tensor[]>(name, present as Record<string, Tensor>, attrs as never);
  notePeak();
  return Array.isArray(output) ? output : [output];
}

/** Notes the bytes that are alive now; `peakTensorBytes` reports the largest value seen. */
export function notePeak(): void {
  peakBytes = Math.max(peakBytes, engine().state.numBytes);
}

/** The largest number of bytes that were alive in tensors at once since the last `resetPeak`. */
export function peakTensorBytes(): number {
  return peakBytes;
}

/** Starts a new measurement of both peaks, of tensors and of the device, and frees what the device keeps for reuse. */
export function resetPeak(): void {
  peakBytes = engine().state.numBytes;
  bufferPool()?.resetPeak();
}

/**
 * Refuses a tensor of another shape.
 *
 * @param where    op and argument, such as "conv2d: filter"
 * @param expected sizes by axis; -1 matches any
 * @throws RangeError that names the argument and both shapes
 */
export function expectShape(where: string, tensor: TensorInfo, expected: readonly number[]): void {
  const { shape } = tensor;
  const fits = shape.length === expected.length && expected.every((size, axis) => size === -1 || size === shape[axis]);
  if (fits) return;
  const wanted = expected.map((size) => (size === -1 ? '*' : size)).join(', ');
  throw new RangeError(`${where} is [${shape.join(', ')}]; expected [${wanted}]`);
}
