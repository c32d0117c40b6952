import { hostKernel } from '../host-tensors';
import type { SgdAttrs } from './sgd';

export const sgdHost = hostKernel<'weight' | 'momentum' | 'gradient' | 'rates' | 'factor', SgdAttrs>(
  'SsdSgdUpdate',
  ({ weight, momentum, gradient, rates, factor }, attrs, tensors) => {
    const clip = factor ? tensors.floats(factor)[0] : 1;
    const [learningRate] = tensors.floats(rates);
    update(tensors.floats(weight), tensors.floats(momentum), tensors.floats(gradient), clip, learningRate, attrs);
    return [];
  },
);

function update(
  w: Float32Array,
  m: Float32Array,
  g: Float32Array,
  clip: number,
  learningRate: number,
  { momentum, weightDecay }: SgdAttrs,
): void {
  for (let i = 0; i < w.length; i++) {
    const next = momentum * m[i] - learningRate * (clip * g[i] + weightDecay * w[i]);
    m[i] = next;
    w[i] += next;
  }
}
