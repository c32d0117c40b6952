import { util } from '@tensorflow/tfjs-core';
import { dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import type { SgdAttrs } from './sgd';
import template from './sgd.wgsl?raw';

const shader = { name: 'sgd', template };

/** SGD with momentum on WebGPU, one dispatch a variable. */
export const sgdWebgpu = webgpuKernel<'weight' | 'momentum' | 'gradient' | 'factor', SgdAttrs>(
  'SsdSgdUpdate',
  ({ weight, momentum, gradient, factor }, attrs, backend) => {
    const count = util.sizeFromShape(weight.shape);
    dispatch(backend, {
      shader,
      constants: { CLIP: factor ? 1 : 0 },
      inputs: factor ? [gradient, factor] : [gradient],
      outputs: [weight, momentum],
      params: { integers: [count], floats: [attrs.learningRate, attrs.momentum, attrs.weightDecay], changing: true },
      workgroups: workgroupsFor(count, 64),
    });
    return [];
  },
);
