import { hostKernel } from '../host-tensors';
import type { ClipAttrs } from './clip-factor';

export const clipFactorHost = hostKernel<string, ClipAttrs>('SsdClipFactor', (gradients, { clipNorm }, tensors) => {
  const factor = tensors.allocate([1]);
  const squares = Object.values(gradients).reduce((sum, gradient) => sum + sumSquares(tensors.floats(gradient)), 0);
  tensors.floats(factor)[0] = Math.min(1, clipNorm / Math.sqrt(squares));
  return [factor];
});

/** Four float64 sums: one alone waits for its own last addition. */
function sumSquares(x: Float32Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = x.length - (x.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i] * x[i];
    s1 += x[i + 1] * x[i + 1];
    s2 += x[i + 2] * x[i + 2];
    s3 += x[i + 3] * x[i + 3];
  }
  for (let i = whole; i < x.length; i++) s0 += x[i] * x[i];
  return s0 + s1 + (s2 + s3);
}
