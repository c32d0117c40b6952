import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { sumSlices } from '../reductions/sum-slices.webgpu';
import template from './sum-of-squares.wgsl?raw';

const shader = { name: 'sum-of-squares', template };

/** The sum of squares on WebGPU: up to 1,024 parts, then their sum. */
export const sumOfSquaresWebgpu = webgpuKernel<'x'>('SsdSumOfSquares', ({ x }, _attrs, backend) => {
  const count = util.sizeFromShape(x.shape);
  const threads = Math.min(1024, Math.ceil(count / 16));
  const parts = allocate(backend, [threads]);
  dispatch(backend, {
    shader,
    inputs: [x],
    outputs: [parts],
    params: { integers: [count, threads] },
    workgroups: workgroupsFor(threads, 64),
  });
  return [sumSlices(backend, parts, [1])];
});
