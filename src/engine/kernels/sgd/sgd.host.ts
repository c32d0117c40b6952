import { hostKernel } from '../host-tensors';
import type { SgdAttrs } from './sgd';

export const sgdHost = hostKernel<'weight' | 'momentum' | 'gradient', SgdAttrs>(
  'SsdSgdUpdate',
  ({ weight, momentum, gradient }, attrs, tensors) => {
    update(tensors.mutableFloats(weight), tensors.mutableFloats(momentum), tensors.floats(gradient), attrs);
    return [];
  },
);

function update(w: Float32Array, m: Float32Array, g: Float32Array, attrs: SgdAttrs): void {
  const { learningRate, momentum, weightDecay } = attrs;
  for (let i = 0; i < w.length; i++) {
    const next = momentum * m[i] - learningRate * (g[i] + weightDecay * w[i]);
    m[i] = next;
    w[i] += next;
  }
}
