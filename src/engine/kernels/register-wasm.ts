/**
 * @file Registers the kernels of the wasm back end: SIMD kernels on all threads where a training step spends its time.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { simdThreads } from '../simd/threads';
import { adamwWasm } from './adamw/adamw.wasm';
import { batchNormGradWasm, batchNormInferenceWasm, batchNormWasm } from './batch-norm/batch-norm.wasm';
import { biasGradWasm } from './bias-grad/bias-grad.wasm';
import { conv2dGradInputWasm, conv2dWasm } from './conv2d/conv2d.wasm';
import { conv2dGradFilterWasm } from './conv2d/grad-filter.wasm';
import { maxPoolGradWasm, maxPoolWasm } from './max-pool/max-pool.wasm';
import { multiboxLossWasm } from './multibox-loss/multibox-loss.wasm';
import { peakWasm } from './peak/peak.wasm';
import { registerKernels, sharedKernels } from './register-host';
import { reluGradWasm } from './relu-grad/relu-grad.wasm';
import { sgdWasm } from './sgd/sgd.wasm';
import { sliceHost } from './slice/slice.host';
import { WasmTensors } from './wasm-tensors';

export function registerWasmKernels(): void {
  if (getKernel('Slice', 'wasm') !== undefined) unregisterKernel('Slice', 'wasm');
  const kernels = [
    ...sharedKernels,
    adamwWasm,
    batchNormWasm,
    batchNormInferenceWasm,
    batchNormGradWasm,
    biasGradWasm,
    conv2dWasm,
    conv2dGradInputWasm,
    conv2dGradFilterWasm,
    maxPoolWasm,
    maxPoolGradWasm,
    multiboxLossWasm,
    peakWasm,
    reluGradWasm,
    sgdWasm,
    sliceHost,
  ];
  registerKernels(kernels, 'wasm', (backend) => new WasmTensors(backend as BackendWasm, simdThreads()));
}
