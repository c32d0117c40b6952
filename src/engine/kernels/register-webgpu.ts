/**
 * @file All kernels of the back end "webgpu": the lab's own, and the few of tfjs's that the lab uses.
 */
import { addConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Add';
import { concatConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Concat';
import { multiplyConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Multiply';
import { reshapeConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape';
import { sliceConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Slice';
import { getKernel, type KernelConfig, registerKernel } from '@tensorflow/tfjs-core';
import { adamwWebgpu } from './adamw/adamw.webgpu';
import { batchNormGradWebgpu, batchNormInferenceWebgpu, batchNormWebgpu } from './batch-norm/batch-norm.webgpu';
import { biasGradWebgpu } from './bias-grad/bias-grad.webgpu';
import { clipFactorWebgpu } from './clip-factor/clip-factor.webgpu';
import { conv2dGradFilterWebgpu, conv2dGradInputWebgpu, conv2dWebgpu } from './conv2d/conv2d.webgpu';
import { decodeWebgpu } from './decode/decode.webgpu';
import {
  depthwiseConv2dWebgpu,
  depthwiseGradFilterWebgpu,
  depthwiseGradInputWebgpu,
} from './depthwise-conv2d/depthwise-conv2d.webgpu';
import { detectionsWebgpu } from './detections/detections.webgpu';
import { l2NormGradWebgpu, l2NormWebgpu } from './l2-norm/l2-norm.webgpu';
import { maxPoolGradWebgpu, maxPoolWebgpu } from './max-pool/max-pool.webgpu';
import { multiboxLossWebgpu } from './multibox-loss/multibox-loss.webgpu';
import { reluGradWebgpu } from './relu-grad/relu-grad.webgpu';
import { sgdWebgpu } from './sgd/sgd.webgpu';
import { storeRowWebgpu } from './store-row/store-row.webgpu';

const stockKernels: readonly KernelConfig[] = [addConfig, concatConfig, multiplyConfig, reshapeConfig, sliceConfig];
const ownKernels: readonly KernelConfig[] = [
  adamwWebgpu,
  batchNormWebgpu,
  batchNormInferenceWebgpu,
  batchNormGradWebgpu,
  biasGradWebgpu,
  clipFactorWebgpu,
  conv2dWebgpu,
  conv2dGradInputWebgpu,
  conv2dGradFilterWebgpu,
  decodeWebgpu,
  depthwiseConv2dWebgpu,
  depthwiseGradInputWebgpu,
  depthwiseGradFilterWebgpu,
  detectionsWebgpu,
  l2NormWebgpu,
  l2NormGradWebgpu,
  maxPoolWebgpu,
  maxPoolGradWebgpu,
  multiboxLossWebgpu,
  reluGradWebgpu,
  sgdWebgpu,
  storeRowWebgpu,
];

/** Registers each kernel once; tfjs warns when a name comes twice. */
export function registerWebgpuKernels(): void {
  for (const kernel of [...stockKernels, ...ownKernels]) {
    if (getKernel(kernel.kernelName, 'webgpu') === undefined) registerKernel(kernel);
  }
}
