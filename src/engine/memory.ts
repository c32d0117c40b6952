/**
 * @file Tensors in and out, and what is alive.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import { notePeak, peakTensorBytes } from './kernels/run';
import { checkTensorSize } from './limits';
import { bufferPool } from './webgpu/buffer-pool';
import { flush } from './webgpu/flush';

/**
 * Copies values into a new tensor: f32 from a Float32Array, i32 from an Int32Array.
 *
 * @param shape sizes by axis; their product must be the number of values
 * @returns     a tensor that the caller disposes
 * @throws RangeError if the count disagrees, EngineLimitError if the device cannot hold it
 */
export function tensor(values: Float32Array | Int32Array, shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new RangeError(`tensor: got ${values.length} values; expected the ${size} of [${shape.join(', ')}]`);
  }
  checkTensorSize(`tensor [${shape.join(', ')}]`, values.byteLength);
  // The cpu back end keeps the array that it is given, and the caller may go on using theirs.
  const given = engine().backendName === 'cpu' ? values.slice() : values;
  const made = engine().makeTensor(given, [...shape], values instanceof Int32Array ? 'int32' : 'float32');
  // The wasm back end has copied it into its heap; the GPU's would only do so when a kernel first reads it.
  if (queuesWork()) (engine().backend as WebGPUBackend).uploadToGPU(made.dataId);
  notePeak();
  return made;
}

/**
 * Overwrites a tensor, after all work that was queued before.
 *
 * @param values f32 or i32 as the tensor has them
 * @throws RangeError if the count or the type disagrees
 */
export function write(t: Tensor, values: Float32Array | Int32Array): void {
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  if (values.length !== t.size || dtype !== t.dtype) {
    throw new RangeError(`write: got ${values.length} values of ${dtype}; expected ${t.size} of ${t.dtype}`);
  }
  if (queuesWork()) writeToGpu(t, values);
  else if (engine().backendName === 'wasm') (engine().backend as BackendWasm).typedArrayFromHeap(t).set(values);
  else ((engine().backend as MathBackendCPU).data.get(t.dataId).values as typeof values).set(values);
}

/** Reads a tensor after all work that was queued before. @returns a copy that the caller owns */
export async function read(t: Tensor): Promise<Float32Array | Int32Array> {
  if (queuesWork()) return readFromGpu(t);
  // The cpu back end answers with the tensor's own array, and an update in place may follow before the caller looks.
  return (t.dataSync() as Float32Array | Int32Array).slice();
}

/** Releases tensors; their memory is reused at once. */
export function dispose(...tensors: readonly Tensor[]): void {
  for (const t of tensors) t.dispose();
}

/** The number of tensors that are alive. */
export function liveTensors(): number {
  return engine().state.numTensors;
}

/** Bytes in live tensors; tensors that share data by `reshape` count each. */
export function tensorBytes(): number {
  return engine().state.numBytes;
}

/** Bytes that the device holds, buffers kept for reuse included; without a device, bytes in live tensors. */
export function allocatedBytes(): number {
  return bufferPool()?.numBytesAllocated ?? tensorBytes();
}

/** The most that the device held at once since the last `resetPeak`; without a device, `peakTensorBytes`. */
export function peakAllocatedBytes(): number {
  return bufferPool()?.peakBytesAllocated ?? peakTensorBytes();
}

/** Whether kernels are queued for a device, so that a read waits for them; elsewhere they are done when they return. */
export function queuesWork(): boolean {
  return engine().backendName === 'webgpu';
}

/**
 * Submits all work recorded so far. Keeps JavaScript from running ahead of a GPU without bound.
 *
 * @returns resolves when that work is done, whatever is queued after it
 */
export async function finishQueue(): Promise<void> {
  if (!queuesWork()) return;
  const backend = engine().backend as WebGPUBackend;
  flush(backend);
  await backend.queue.onSubmittedWorkDone();
}

function writeToGpu(t: Tensor, values: Float32Array | Int32Array): void {
  const backend = engine().backend as WebGPUBackend;
  flush(backend);
  backend.uploadToGPU(t.dataId);
  backend.queue.writeBuffer(
    backend.tensorMap.get(t.dataId).resource as GPUBuffer,
    0,
    values as GPUAllowSharedBufferSource,
  );
}

/** tfjs caches what it reads beside the tensor, and the copy would outlive an update in place; this path never caches. */
async function readFromGpu(t: Tensor): Promise<Float32Array | Int32Array> {
  const backend = engine().backend as WebGPUBackend;
  backend.uploadToGPU(t.dataId);
  const { resource } = backend.tensorMap.get(t.dataId);
  const bytes = await backend.getBufferData(resource as GPUBuffer);
  return t.dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes);
}
