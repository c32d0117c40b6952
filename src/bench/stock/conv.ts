/**
 * @file Convolution by TensorFlow.js's own kernels.
 */
import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '../../engine';

type ConvPass = (a: Tensor, b: Tensor) => Tensor;

/**
 * The stock kernels for a geometry, called as tfjs's operations call them.
 *
 * @throws Error from the gradients of a dilated convolution: the stock kernels would ignore the dilation
 */
export function stockConv(g: ConvGeometry): Record<'F' | 'dX' | 'dW', ConvPass> {
  const attrs = { strides: [g.stride, g.stride], pad: g.padTop, dataFormat: 'NHWC', dimRoundingMode: 'floor' };
  const inputShape = [g.batch, g.inHeight, g.inWidth, g.inChannels];
  const filterShape = [g.filterHeight, g.filterWidth, g.inChannels, g.outChannels];
  const run = (kernel: string, inputs: Record<string, Tensor>, more: object) =>
    engine().runKernel<Tensor>(kernel, inputs, { ...attrs, ...more } as never);
  const refuseDilation = () => {
    if (g.dilation !== 1) throw new Error('stock TensorFlow.js has no gradient of a dilated convolution');
  };
  return {
    F: (x, filter) => run('Conv2D', { x, filter }, { dilations: [g.dilation, g.dilation] }),
    dX(dy, filter) {
      refuseDilation();
      return run('Conv2DBackpropInput', { dy, filter }, { inputShape });
    },
    dW(x, dy) {
      refuseDilation();
      return run('Conv2DBackpropFilter', { x, dy }, { filterShape });
    },
  };
}
