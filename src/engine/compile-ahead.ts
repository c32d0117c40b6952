import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';

/**
 * Compiles ahead, in parallel and with progress, all that a step needs; else its first kernels compile one after the
 * other while everything waits. On WebGPU `run` only collects pipelines: tensors are made and disposed as ever, but
 * nothing is computed and no weight changes, so that it must not read a tensor or count steps. Shapes must be those of
 * the real step, because a GPU's pipelines are made for one geometry. For training: one forward pass, loss and backward
 * pass with the optimizer's kernels on a batch of zeros; for detection: one prediction and its decoding.
 *
 * On other back ends there is nothing to compile, and `run` is not called.
 *
 * @param onProgress hears how many pipelines are done of how many that were missing
 * @throws Error that names a shader which does not compile; what `run` throws
 */
export async function compileAhead(
  run: () => void,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  if (engine().backendName !== 'webgpu') return;
  const { compilePipelines } = await import('./webgpu/pipelines');
  await compilePipelines(engine().backend as WebGPUBackend, run, onProgress);
}
