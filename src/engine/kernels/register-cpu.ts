/**
 * @file Registers the kernels of the cpu back end: plain loops, the last resort.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { adamwHost } from './adamw/adamw.host';
import { batchNormGradHost, batchNormHost, batchNormInferenceHost } from './batch-norm/batch-norm.host';
import { biasGradHost } from './bias-grad/bias-grad.host';
import { conv2dGradFilterHost, conv2dGradInputHost, conv2dHost } from './conv2d/conv2d.host';
import { CpuTensors } from './host-tensors';
import { maxPoolGradHost, maxPoolHost } from './max-pool/max-pool.host';
import { multiboxLossHost } from './multibox-loss/multibox-loss.host';
import { registerKernels, sharedKernels } from './register-host';
import { reluGradHost } from './relu-grad/relu-grad.host';
import { sgdHost } from './sgd/sgd.host';

export function registerCpuKernels(): void {
  const kernels = [
    ...sharedKernels,
    adamwHost,
    batchNormHost,
    batchNormInferenceHost,
    batchNormGradHost,
    biasGradHost,
    conv2dHost,
    conv2dGradInputHost,
    conv2dGradFilterHost,
    maxPoolHost,
    maxPoolGradHost,
    multiboxLossHost,
    reluGradHost,
    sgdHost,
  ];
  registerKernels(kernels, 'cpu', (backend) => new CpuTensors(backend as MathBackendCPU));
}
