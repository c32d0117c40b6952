/**
 * @file Depthwise convolution and its gradients on WebGPU.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { valueShader, valuesOf } from '../../webgpu/values';
import { convParams, convShader } from '../conv2d/conv-params';
import type { Conv2DGradAttrs } from '../conv2d/conv2d';
import { type ConvGeometry, filterShape, inputShape } from '../conv2d/geometry';
import { sliceRows } from '../reductions/slices';
import { sumSlices } from '../reductions/sum-slices.webgpu';
import { depthwiseOutputShape } from './depthwise-conv2d';
import template from './depthwise-conv2d.wgsl?raw';
import gradFilterTemplate from './depthwise-grad-filter.wgsl?raw';

const shader = shaderOf('depthwise-conv2d', template);
const gradFilterShader = shaderOf('depthwise-grad-filter', gradFilterTemplate);

export const depthwiseConv2dWebgpu = webgpuKernel<'x' | 'filter', Conv2DGradAttrs>(
  'SsdDepthwiseConv2D',
  ({ x, filter }, { geometry }, backend) => {
    const y = allocate(backend, depthwiseOutputShape(geometry));
    gather(backend, { source: x, filter, result: y, geometry, gradInput: false });
    return [y];
  },
);

export const depthwiseGradInputWebgpu = webgpuKernel<'dy' | 'filter', Conv2DGradAttrs>(
  'SsdDepthwiseGradInput',
  ({ dy, filter }, { geometry }, backend) => {
    const dx = allocate(backend, inputShape(geometry));
    gather(backend, { source: dy, filter, result: dx, geometry, gradInput: true });
    return [dx];
  },
);

export const depthwiseGradFilterWebgpu = webgpuKernel<'x' | 'dy', Conv2DGradAttrs>(
  'SsdDepthwiseGradFilter',
  ({ x, dy }, { geometry: g }, backend) => {
    const { constants, values } = valuesOf(g.inChannels);
    const taps = g.filterHeight * g.filterWidth;
    const { slices, rowsPerSlice } = sliceRows(g.batch * g.outHeight, taps * values);
    const parts = allocate(backend, [slices, ...filterShape(g)]);
    dispatch(backend, {
      shader: gradFilterShader,
      constants,
      inputs: [x, dy],
      outputs: [parts],
      params: convParams({ ...g, inChannels: values }, { slice: rowsPerSlice }),
      workgroups: workgroupsFor(slices * taps * values, 32),
    });
    return [sumSlices(backend, parts, filterShape(g))];
  },
);

interface Gather {
  source: TensorInfo;
  filter: TensorInfo;
  result: TensorInfo;
  geometry: ConvGeometry;
  gradInput: boolean;
}

function gather(backend: WebGPUBackend, { source, filter, result, geometry: g, gradInput }: Gather): void {
  const { constants, values } = valuesOf(g.inChannels);
  dispatch(backend, {
    shader,
    constants: { ...constants, GRAD_INPUT: gradInput },
    inputs: [source, filter],
    outputs: [result],
    params: convParams({ ...g, inChannels: values }),
    workgroups: workgroupsFor((util.sizeFromShape(result.shape) / g.inChannels) * values, 64),
  });
}

function shaderOf(name: string, body: string) {
  return valueShader(name, convShader(name, body).template);
}
