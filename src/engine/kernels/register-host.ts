/**
 * @file Registers the kernels of the host back ends with tfjs. They share their loops; only convolution differs.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';
import { simdThreads } from '../simd/threads';
import { adamwHost } from './adamw/adamw.host';
import { batchNormGradHost, batchNormHost, batchNormInferenceHost } from './batch-norm/batch-norm.host';
import { biasGradHost } from './bias-grad/bias-grad.host';
import { clipFactorHost } from './clip-factor/clip-factor.host';
import { conv2dGradFilterHost, conv2dGradInputHost, conv2dHost } from './conv2d/conv2d.host';
import { conv2dGradFilterWasm, conv2dGradInputWasm, conv2dWasm } from './conv2d/conv2d.wasm';
import { decodeHost } from './decode/decode.host';
import {
  depthwiseConv2dHost,
  depthwiseGradFilterHost,
  depthwiseGradInputHost,
} from './depthwise-conv2d/depthwise-conv2d.host';
import { detectionsHost } from './detections/detections.host';
import { CpuTensors, type HostKernel, type HostTensors } from './host-tensors';
import { l2NormGradHost, l2NormHost } from './l2-norm/l2-norm.host';
import { maxPoolGradHost, maxPoolHost } from './max-pool/max-pool.host';
import { multiboxLossHost } from './multibox-loss/multibox-loss.host';
import { reluGradHost } from './relu-grad/relu-grad.host';
import { sgdHost } from './sgd/sgd.host';
import { sliceHost } from './slice/slice.host';
import { storeRowHost } from './store-row/store-row.host';
import { WasmTensors } from './wasm-tensors';

const shared: readonly HostKernel[] = [
  adamwHost,
  batchNormHost,
  batchNormInferenceHost,
  batchNormGradHost,
  biasGradHost,
  clipFactorHost,
  decodeHost,
  depthwiseConv2dHost,
  depthwiseGradInputHost,
  depthwiseGradFilterHost,
  detectionsHost,
  l2NormHost,
  l2NormGradHost,
  maxPoolHost,
  maxPoolGradHost,
  multiboxLossHost,
  reluGradHost,
  sgdHost,
  storeRowHost,
];

/** Registers the lab's kernels for one back end; a second call changes nothing. The back end need not have started. */
export function registerHostKernels(backendName: 'wasm' | 'cpu'): void {
  if (backendName === 'wasm') {
    if (getKernel('Slice', 'wasm') !== undefined) unregisterKernel('Slice', 'wasm');
    const kernels = [...shared, sliceHost, conv2dWasm, conv2dGradInputWasm, conv2dGradFilterWasm];
    register(kernels, backendName, (backend) => new WasmTensors(backend as BackendWasm, simdThreads()));
  } else {
    const kernels = [...shared, conv2dHost, conv2dGradInputHost, conv2dGradFilterHost];
    register(kernels, backendName, (backend) => new CpuTensors(backend as MathBackendCPU));
  }
}

function register<Tensors extends HostTensors>(
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
