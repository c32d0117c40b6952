import { hostKernel } from '../host-tensors';

export const biasGradHost = hostKernel<'dy'>('SsdBiasGrad', ({ dy }, _, tensors) => {
  const bias = tensors.allocate([dy.shape[dy.shape.length - 1]]);
  sumRows(tensors.floats(dy), tensors.floats(bias));
  return [bias];
});

/**
 * Sums the rows of a matrix in float64, four columns at a time so that their sums stay in registers.
 *
 * @param matrix f32[rows, columns]
 * @param sums   f32[columns], written
 */
function sumRows(matrix: Float32Array, sums: Float32Array): void {
  const columns = sums.length;
  for (let c0 = 0; c0 < columns; c0 += 4) {
    // Past the last column the block repeats it: the same sum is written twice.
    const c1 = Math.min(c0 + 1, columns - 1);
    const c2 = Math.min(c0 + 2, columns - 1);
    const c3 = Math.min(c0 + 3, columns - 1);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let row = 0; row < matrix.length; row += columns) {
      s0 += matrix[row + c0];
      s1 += matrix[row + c1];
      s2 += matrix[row + c2];
      s3 += matrix[row + c3];
    }
    sums[c0] = s0;
    sums[c1] = s1;
    sums[c2] = s2;
    sums[c3] = s3;
  }
}
