import { hostKernel } from '../host-tensors';

export const biasGradHost = hostKernel<'dy'>('SsdBiasGrad', ({ dy }, _, tensors) => {
  const bias = tensors.allocate([dy.shape[dy.shape.length - 1]]);
  sumRows(tensors.floats(dy), tensors.floats(bias));
  return [bias];
});

/** Sums the rows of f32[rows, columns] in float64. */
function sumRows(matrix: Float32Array, sums: Float32Array): void {
  const exact = new Float64Array(sums.length);
  for (let row = 0; row < matrix.length; row += sums.length) {
    for (let c = 0; c < sums.length; c++) exact[c] += matrix[row + c];
  }
  sums.set(exact);
}
