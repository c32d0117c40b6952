import { hostKernel } from '../host-tensors';
import { l2NormEpsilon } from './l2-norm';

export const l2NormHost = hostKernel<'x' | 'scale'>('SsdL2Norm', ({ x, scale }, _, tensors) => {
  const y = tensors.allocate(x.shape);
  normalizeRows(tensors.floats(x), tensors.floats(scale), tensors.floats(y));
  return [y];
});

export const l2NormGradHost = hostKernel<'dy' | 'x' | 'scale'>('SsdL2NormGrad', ({ dy, x, scale }, _, tensors) => {
  const [dx, dScale] = [tensors.allocate(x.shape), tensors.allocate(scale.shape)];
  const inputs = [tensors.floats(dy), tensors.floats(x), tensors.floats(scale)] as const;
  normalizeRowsGrad(...inputs, tensors.floats(dx), tensors.floats(dScale));
  return [dx, dScale];
});

function normalizeRows(x: Float32Array, scale: Float32Array, y: Float32Array): void {
  const channels = scale.length;
  for (let row = 0; row < x.length; row += channels) {
    const inverse = inverseLength(x, row, channels);
    for (let c = 0; c < channels; c++) y[row + c] = scale[c] * x[row + c] * inverse;
  }
}

/** With g = dy * scale and r the inverse length: dx = r * g - r^3 * x * sum(g * x); dScale = sum over rows of dy * x * r. */
function normalizeRowsGrad(
  dy: Float32Array,
  x: Float32Array,
  scale: Float32Array,
  dx: Float32Array,
  dScale: Float32Array,
): void {
  const channels = scale.length;
  const sums = new Float64Array(channels);
  for (let row = 0; row < x.length; row += channels) {
    const inverse = inverseLength(x, row, channels);
    let dot = 0;
    for (let c = 0; c < channels; c++) {
      const product = dy[row + c] * x[row + c];
      dot += product * scale[c];
      sums[c] += product * inverse;
    }
    const ofX = dot * inverse * inverse * inverse;
    for (let c = 0; c < channels; c++) dx[row + c] = dy[row + c] * scale[c] * inverse - x[row + c] * ofX;
  }
  dScale.set(sums);
}

function inverseLength(x: Float32Array, row: number, channels: number): number {
  let sum = 0;
  for (let i = row; i < row + channels; i++) sum += x[i] * x[i];
  return 1 / Math.sqrt(sum + l2NormEpsilon);
}
