/**
 * @file How much memory a piece of work takes beside what it keeps.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';
import { finishQueue, peakTensorBytes, resetPeak, tensorBytes } from '../engine';
import type { Runnable } from './runnable';

export interface MemoryUse {
  /** Bytes in live tensors before the work: parameters and optimizer state. */
  keptBytes: number;
  /** The most that was alive during the work, above that. */
  peakBytes: number;
  /** What the back end holds after it, free buffers included: of the device on WebGPU, the whole heap on WASM. */
  backendBytes: number;
}

/** Does the work once. */
export async function measureMemory(work: Runnable): Promise<MemoryUse> {
  const keptBytes = tensorBytes();
  resetPeak();
  await work.once();
  await finishQueue();
  return { keptBytes, peakBytes: peakTensorBytes() - keptBytes, backendBytes: backendBytes() };
}

function backendBytes(): number {
  const { backendName, backend } = engine();
  if (backendName === 'webgpu') return (backend as WebGPUBackend).bufferManager.numBytesAllocated;
  const { HEAPU8 } = (backend as BackendWasm).wasm as unknown as { HEAPU8: Uint8Array };
  return HEAPU8.buffer.byteLength;
}
