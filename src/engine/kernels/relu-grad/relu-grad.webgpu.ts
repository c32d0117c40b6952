import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { valueShader, valuesOf } from '../../webgpu/values';
import template from './relu-grad.wgsl?raw';

const shader = valueShader('relu-grad', template);

/** The ReLU mask on WebGPU. */
export const reluGradWebgpu = webgpuKernel<'dy' | 'y'>('SsdReluGrad', ({ dy, y }, _attrs, backend) => {
  const dx = allocate(backend, dy.shape);
  const { constants, values } = valuesOf(util.sizeFromShape(dy.shape));
  const params = { integers: [values] };
  dispatch(backend, {
    shader,
    constants,
    inputs: [dy, y],
    outputs: [dx],
    params,
    workgroups: workgroupsFor(values, 64),
  });
  return [dx];
});
