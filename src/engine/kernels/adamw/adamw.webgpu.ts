import { util } from '@tensorflow/tfjs-core';
import { dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import type { AdamWAttrs } from './adamw';
import template from './adamw.wgsl?raw';

const shader = { name: 'adamw', template };

/** AdamW on WebGPU, one dispatch a variable. */
export const adamwWebgpu = webgpuKernel<'weight' | 'm' | 'v' | 'gradient' | 'rates' | 'factor', AdamWAttrs>(
  'SsdAdamWUpdate',
  ({ weight, m, v, gradient, rates, factor }, attrs, backend) => {
    const { beta1, beta2, epsilon, weightDecay } = attrs;
    const count = util.sizeFromShape(weight.shape);
    dispatch(backend, {
      shader,
      constants: { CLIP: factor ? 1 : 0 },
      inputs: factor ? [gradient, rates, factor] : [gradient, rates],
      outputs: [weight, m, v],
      params: { integers: [count], floats: [beta1, beta2, epsilon, weightDecay] },
      workgroups: workgroupsFor(count, 64),
    });
    return [];
  },
);
