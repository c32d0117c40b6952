/**
 * @file What the open device can bind. A WebGPU tensor beyond it computes all zeros and raises no exception, so sizes
 * are checked before they are used.
 */

/** A tensor that the device cannot hold. */
export class EngineLimitError extends Error {
  override name = 'EngineLimitError';
}

let maxBytes: number | null = null;

/** Sets the largest tensor of the open back end in bytes; null where only the memory limits it. */
export function setTensorLimit(bytes: number | null): void {
  maxBytes = bytes;
}

/**
 * Refuses a tensor that the open device cannot bind.
 *
 * @param what  names the tensor, such as "conv1_1 output at batch 32"
 * @param bytes its size
 * @throws EngineLimitError that names the tensor, its size and the limit
 */
export function checkTensorSize(what: string, bytes: number): void {
  if (maxBytes === null || bytes <= maxBytes) return;
  const text = `${what} needs ${bytes.toLocaleString('en')} bytes; this device allows ${maxBytes.toLocaleString('en')}`;
  throw new EngineLimitError(`${text} a tensor. Use a smaller batch or the wasm engine.`);
}
