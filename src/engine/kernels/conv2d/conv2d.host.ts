/**
 * @file Convolution and its gradients as plain loops: what the cpu back end runs, the last resort.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { hostKernel } from '../host-tensors';
import type { Conv2DAttrs, Conv2DGradAttrs } from './conv2d';
import { type ConvGeometry, filterShape, inputShape, outputShape } from './geometry';
import { forEachTap } from './taps';

interface ConvInputs {
  x: TensorInfo;
  filter: TensorInfo;
  bias?: TensorInfo;
}

export const conv2dHost = hostKernel<'x' | 'filter', Conv2DAttrs>(
  'SsdConv2D',
  (inputs, { geometry, relu }, tensors) => {
    const { x, filter, bias }: ConvInputs = inputs;
    const y = tensors.allocate(outputShape(geometry));
    const view = tensors.floats(y);
    startWithBias(view, bias ? tensors.floats(bias) : new Float32Array(geometry.outChannels));
    forward(tensors.floats(x), tensors.floats(filter), view, geometry);
    if (relu) for (let i = 0; i < view.length; i++) if (view[i] < 0) view[i] = 0;
    return [y];
  },
);

export const conv2dGradInputHost = hostKernel<'dy' | 'filter', Conv2DGradAttrs>(
  'SsdConv2DGradInput',
  ({ dy, filter }, { geometry }, tensors) => {
    const dx = tensors.allocate(inputShape(geometry));
    gradInput(tensors.floats(dy), tensors.floats(filter), tensors.floats(dx), geometry);
    return [dx];
  },
);

export const conv2dGradFilterHost = hostKernel<'x' | 'dy', Conv2DGradAttrs>(
  'SsdConv2DGradFilter',
  ({ x, dy }, { geometry }, tensors) => {
    const dFilter = tensors.allocate(filterShape(geometry));
    gradFilter(tensors.floats(x), tensors.floats(dy), tensors.floats(dFilter), geometry);
    return [dFilter];
  },
);

function startWithBias(y: Float32Array, bias: Float32Array): void {
  for (let row = 0; row < y.length; row += bias.length) y.set(bias, row);
}

/** Adds to y. */
function forward(x: Float32Array, filter: Float32Array, y: Float32Array, g: ConvGeometry): void {
  const { inChannels, outChannels } = g;
  forEachTap(g, (tap, from, to) => {
    const output = to * outChannels;
    for (let c = 0; c < inChannels; c++) {
      const value = x[from * inChannels + c];
      const weights = (tap * inChannels + c) * outChannels;
      for (let k = 0; k < outChannels; k++) y[output + k] += value * filter[weights + k];
    }
  });
}

function gradInput(dy: Float32Array, filter: Float32Array, dx: Float32Array, g: ConvGeometry): void {
  const { inChannels, outChannels } = g;
  dx.fill(0);
  forEachTap(g, (tap, from, to) => {
    const output = to * outChannels;
    for (let c = 0; c < inChannels; c++) {
      const weights = (tap * inChannels + c) * outChannels;
      let sum = 0;
      for (let k = 0; k < outChannels; k++) sum += dy[output + k] * filter[weights + k];
      dx[from * inChannels + c] += sum;
    }
  });
}

/** The sums run over the whole batch: float64. */
function gradFilter(x: Float32Array, dy: Float32Array, dFilter: Float32Array, g: ConvGeometry): void {
  const { inChannels, outChannels } = g;
  const sums = new Float64Array(dFilter.length);
  forEachTap(g, (tap, from, to) => {
    const output = to * outChannels;
    for (let c = 0; c < inChannels; c++) {
      const value = x[from * inChannels + c];
      const weights = (tap * inChannels + c) * outChannels;
      for (let k = 0; k < outChannels; k++) sums[weights + k] += value * dy[output + k];
    }
  });
  dFilter.set(sums);
}
