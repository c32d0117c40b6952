import { util } from '@tensorflow/tfjs-core';
import { dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import type { SgdAttrs } from './sgd';
import template from './sgd.wgsl?raw';

const shader = { name: 'sgd', template };

/** SGD with momentum on WebGPU, one dispatch a variable. */
export const sgdWebgpu = webgpuKernel<'weight' | 'momentum' | 'gradient' | 'rates' | 'factor', SgdAttrs>(
  'SsdSgdUpdate',
  ({ weight, momentum, gradient, rates, factor }, attrs, backend) => {
    const count = util.sizeFromShape(weight.shape);
    dispatch(backend, {
      shader,
      constants: { CLIP: factor ? 1 : 0 },
      inputs: factor ? [gradient, rates, factor] : [gradient, rates],
      outputs: [weight, momentum],
      params: { integers: [count], floats: [attrs.momentum, attrs.weightDecay] },
      workgroups: workgroupsFor(count, 64),
    });
    return [];
  },
);
