import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import template from './relu-grad.wgsl?raw';

const shader = { name: 'relu-grad', template };

/** The ReLU mask on WebGPU. */
export const reluGradWebgpu = webgpuKernel<'dy' | 'y'>('SsdReluGrad', ({ dy, y }, _attrs, backend) => {
  const dx = allocate(backend, dy.shape);
  const count = util.sizeFromShape(dy.shape);
  const workgroups = workgroupsFor(count, 64);
  dispatch(backend, { shader, inputs: [dy, y], outputs: [dx], params: { integers: [count] }, workgroups });
  return [dx];
});
