import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { valueShader, valuesOf } from '../../webgpu/values';
import { sliceRows } from '../reductions/slices';
import { sumSlices } from '../reductions/sum-slices.webgpu';
import template from './bias-grad.wgsl?raw';

const shader = valueShader('bias-grad', template);

/** Column sums on WebGPU: slices of rows, then their sum. */
export const biasGradWebgpu = webgpuKernel<'dy'>('SsdBiasGrad', ({ dy }, _attrs, backend) => {
  const channels = dy.shape[dy.shape.length - 1];
  const rows = util.sizeFromShape(dy.shape) / channels;
  const { constants, values } = valuesOf(channels);
  const { slices, rowsPerSlice } = sliceRows(rows, values);
  const parts = allocate(backend, [slices, channels]);
  dispatch(backend, {
    shader,
    constants,
    inputs: [dy],
    outputs: [parts],
    params: { integers: [rows, values, slices, rowsPerSlice] },
    workgroups: workgroupsFor(slices * values, 32),
  });
  return [sumSlices(backend, parts, [channels])];
});
