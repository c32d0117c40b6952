/**
 * @file How the host back ends (wasm, cpu) register kernels with tfjs, and the plain loops that both run.
 */
import { getKernel, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { clipFactorHost } from './clip-factor/clip-factor.host';
import { decodeHost } from './decode/decode.host';
import {
  depthwiseConv2dHost,
  depthwiseGradFilterHost,
  depthwiseGradInputHost,
} from './depthwise-conv2d/depthwise-conv2d.host';
import { detectionsHost } from './detections/detections.host';
import type { HostKernel, HostTensors } from './host-tensors';
import { l2NormGradHost, l2NormHost } from './l2-norm/l2-norm.host';
import { storeRowHost } from './store-row/store-row.host';

export const sharedKernels: readonly HostKernel[] = [
  clipFactorHost,
  decodeHost,
  depthwiseConv2dHost,
  depthwiseGradInputHost,
  depthwiseGradFilterHost,
  detectionsHost,
  l2NormHost,
  l2NormGradHost,
  storeRowHost,
];

/** Registers kernels for a back end, which need not have started; a second call changes nothing. */
export function registerKernels<Tensors extends HostTensors>(
  kernels: readonly HostKernel<Tensors>[],
  backendName: string,
  tensorsOf: (backend: unknown) => Tensors,
): void {
  for (const kernel of kernels) {
    if (getKernel(kernel.name, backendName)) continue;
    registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        kernel.run(inputs as Record<string, TensorInfo>, attrs ?? {}, tensorsOf(backend)),
    });
  }
}
