import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** Submits what is recorded for tfjs, if anything is: a private field of version 4.22 tells. */
export function flush(backend: WebGPUBackend): void {
  const { commandEncoder } = backend as unknown as { commandEncoder: GPUCommandEncoder | null };
  if (commandEncoder === null) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}
