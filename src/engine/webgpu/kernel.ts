import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

/**
 * Names a kernel of the back end "webgpu" and gives its inputs and attributes their types; the facade of the same op has
 * checked the shapes.
 *
 * @param run records its dispatches and returns the outputs in the order that the facade reads them; none if in place
 */
export function webgpuKernel<Input extends string, Attrs = object>(
  kernelName: string,
  run: (inputs: Record<Input, TensorInfo>, attrs: Attrs, backend: WebGPUBackend) => TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) =>
      run(inputs as Record<Input, TensorInfo>, attrs as Attrs, backend as WebGPUBackend),
  };
}
