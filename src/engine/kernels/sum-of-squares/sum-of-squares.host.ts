import { hostKernel } from '../host-tensors';

export const sumOfSquaresHost = hostKernel<'x'>('SsdSumOfSquares', ({ x }, _, tensors) => {
  const sum = tensors.allocate([1]);
  tensors.floats(sum)[0] = sumSquares(tensors.floats(x));
  return [sum];
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
