/**
 * @file All kernels of the lab on the back ends "wasm" and "cpu".
 */
import { getKernel, type KernelConfig, registerKernel } from '@tensorflow/tfjs-core';

const kernels: readonly Omit<KernelConfig, 'backendName'>[] = [];

/** Registers each kernel once; tfjs warns when a name comes twice. */
export function registerHostKernels(backendName: 'wasm' | 'cpu'): void {
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, backendName) === undefined) registerKernel({ ...kernel, backendName });
  }
}
