/** @file Softmax and its logarithm in the form that never overflows; float64 inside, float32 stored. */

/** ln(sum exp x) of `classes` logits from `offset` on. */
export function logSumExp(logits: Float32Array, offset: number, classes: number): number {
  let max = logits[offset];
  for (let k = 1; k < classes; k++) if (logits[offset + k] > max) max = logits[offset + k];
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp(logits[offset + k] - max);
  return max + Math.log(sum);
}

/** ln(sum exp x) of every row of f32[N, K]. */
export function logSumExps(logits: Float32Array, classes: number): Float64Array {
  return Float64Array.from({ length: logits.length / classes }, (_, i) => logSumExp(logits, i * classes, classes));
}

/**
 * Class probabilities.
 *
 * @param logits  f32[N, K], N any
 * @param classes K, background included
 * @returns       f32[N, K]; every row sums to 1
 */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) {
    const norm = logSumExp(logits, row, classes);
    for (let k = row; k < row + classes; k++) probabilities[k] = Math.exp(logits[k] - norm);
  }
  return probabilities;
}
