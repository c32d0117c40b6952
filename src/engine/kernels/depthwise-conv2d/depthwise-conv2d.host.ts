/**
 * @file Depthwise convolution and its gradients: one loop over the taps, three things to do with a tap.
 */
import type { Conv2DGradAttrs } from '../conv2d/conv2d';
import { type ConvGeometry, inputShape } from '../conv2d/geometry';
import { forEachTap } from '../conv2d/taps';
import { hostKernel } from '../host-tensors';
import { depthwiseOutputShape } from './depthwise-conv2d';

export const depthwiseConv2dHost = hostKernel<'x' | 'filter', Conv2DGradAttrs>(
  'SsdDepthwiseConv2D',
  ({ x, filter }, { geometry }, tensors) => {
    const y = tensors.allocate(depthwiseOutputShape(geometry));
    forward(tensors.floats(x), tensors.floats(filter), tensors.floats(y), geometry);
    return [y];
  },
);

export const depthwiseGradInputHost = hostKernel<'dy' | 'filter', Conv2DGradAttrs>(
  'SsdDepthwiseGradInput',
  ({ dy, filter }, { geometry }, tensors) => {
    const dx = tensors.allocate(inputShape(geometry));
    gradInput(tensors.floats(dy), tensors.floats(filter), tensors.floats(dx), geometry);
    return [dx];
  },
);

export const depthwiseGradFilterHost = hostKernel<'x' | 'dy', Conv2DGradAttrs>(
  'SsdDepthwiseGradFilter',
  ({ x, dy }, { geometry }, tensors) => {
    const dFilter = tensors.allocate([geometry.filterHeight, geometry.filterWidth, geometry.inChannels, 1]);
    gradFilter(tensors.floats(x), tensors.floats(dy), tensors.floats(dFilter), geometry);
    return [dFilter];
  },
);

function forward(x: Float32Array, filter: Float32Array, y: Float32Array, g: ConvGeometry): void {
  const { inChannels } = g;
  y.fill(0);
  forEachTap(g, (tap, from, to) => {
    const [weights, input, output] = [tap * inChannels, from * inChannels, to * inChannels];
    for (let c = 0; c < inChannels; c++) y[output + c] += x[input + c] * filter[weights + c];
  });
}

function gradInput(dy: Float32Array, filter: Float32Array, dx: Float32Array, g: ConvGeometry): void {
  const { inChannels } = g;
  dx.fill(0);
  forEachTap(g, (tap, from, to) => {
    const [weights, input, output] = [tap * inChannels, from * inChannels, to * inChannels];
    for (let c = 0; c < inChannels; c++) dx[input + c] += dy[output + c] * filter[weights + c];
  });
}

/** The sums run over the whole batch: float64. */
function gradFilter(x: Float32Array, dy: Float32Array, dFilter: Float32Array, g: ConvGeometry): void {
  const { inChannels } = g;
  const sums = new Float64Array(dFilter.length);
  forEachTap(g, (tap, from, to) => {
    const [weights, input, output] = [tap * inChannels, from * inChannels, to * inChannels];
    for (let c = 0; c < inChannels; c++) sums[weights + c] += x[input + c] * dy[output + c];
  });
  dFilter.set(sums);
}
