/**
 * @file One pass of a convolution, by the lab's kernel or by the stock one.
 */
import {
  type ConvGeometry,
  conv2d,
  conv2dGradFilter,
  conv2dGradInput,
  dispose,
  read,
  type Tensor,
  tensor,
} from '../engine';
import { Random } from '../ssd';
import type { Pass } from './conv-cases';
import { type Implementation, type Runnable, tensorRunnable } from './runnable';
import { stockConv } from './stock/conv';

export interface ConvTask {
  kind: 'conv';
  implementation: Implementation;
  pass: Pass;
  geometry: ConvGeometry;
}

type ConvPasses = Record<Pass, (a: Tensor, b: Tensor, geometry: ConvGeometry) => Tensor>;

const ownConv: ConvPasses = {
  F: (x, filter, g) => conv2d(x, filter, null, g, false),
  dX: conv2dGradInput,
  dW: conv2dGradFilter,
};

/** @throws Error if stock TensorFlow.js cannot do this convolution */
export function convRunnable({ implementation, pass, geometry: g }: ConvTask): Runnable {
  const x = [g.batch, g.inHeight, g.inWidth, g.inChannels];
  const filter = [g.filterHeight, g.filterWidth, g.inChannels, g.outChannels];
  const dy = [g.batch, g.outHeight, g.outWidth, g.outChannels];
  const shapes = { F: [x, filter], dX: [dy, filter], dW: [x, dy] }[pass];
  const [a, b] = shapes.map((shape, i) => uniformTensor(shape, new Random('bench', pass, i)));
  const compute = (implementation === 'own' ? ownConv : stockConv(g))[pass];
  return tensorRunnable([a, b], () => compute(a, b, g), { read, dispose });
}

/** Values in [-1, 1). */
function uniformTensor(shape: readonly number[], random: Random): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.uniform(-1, 1)),
    shape,
  );
}
