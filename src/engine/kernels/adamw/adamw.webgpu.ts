import { util } from '@tensorflow/tfjs-core';
import { dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import type { AdamWAttrs } from './adamw';
import template from './adamw.wgsl?raw';

const shader = { name: 'adamw', template };

/** AdamW on WebGPU, one dispatch a variable. */
export const adamwWebgpu = webgpuKernel<'weight' | 'm' | 'v' | 'gradient' | 'factor', AdamWAttrs>(
  'SsdAdamWUpdate',
  ({ weight, m, v, gradient, factor }, attrs, backend) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, step } = attrs;
    const count = util.sizeFromShape(weight.shape);
    const corrections = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
    dispatch(backend, {
      shader,
      constants: { CLIP: factor ? 1 : 0 },
      inputs: factor ? [gradient, factor] : [gradient],
      outputs: [weight, m, v],
      params: {
        integers: [count],
        floats: [learningRate, beta1, beta2, epsilon, weightDecay, ...corrections],
        changing: true,
      },
      workgroups: workgroupsFor(count, 64),
    });
    return [];
  },
);
