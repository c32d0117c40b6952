import { hostKernel } from '../host-tensors';
import type { AdamWAttrs } from './adamw';

export const adamwHost = hostKernel<'weight' | 'm' | 'v' | 'gradient' | 'rates' | 'factor', AdamWAttrs>(
  'SsdAdamWUpdate',
  ({ weight, m, v, gradient, rates, factor }, attrs, tensors) => {
    const clip = factor ? tensors.floats(factor)[0] : 1;
    const moments = [tensors.floats(m), tensors.floats(v)] as const;
    update(tensors.floats(weight), ...moments, tensors.floats(gradient), clip, tensors.floats(rates), attrs);
    return [];
  },
);

function update(
  w: Float32Array,
  m: Float32Array,
  v: Float32Array,
  g: Float32Array,
  clip: number,
  [learningRate, correction1, correction2]: Float32Array,
  attrs: AdamWAttrs,
): void {
  const { beta1, beta2, epsilon, weightDecay } = attrs;
  const stepSize = learningRate * correction1;
  const rootScale = Math.sqrt(correction2);
  const kept = 1 - learningRate * weightDecay;
  for (let i = 0; i < w.length; i++) {
    const gradient = clip * g[i];
    const mean = beta1 * m[i] + (1 - beta1) * gradient;
    const square = beta2 * v[i] + (1 - beta2) * gradient * gradient;
    m[i] = mean;
    v[i] = square;
    w[i] = kept * w[i] - (stepSize * mean) / (Math.sqrt(square) * rootScale + epsilon);
  }
}
