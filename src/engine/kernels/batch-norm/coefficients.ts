/**
 * @file What batch normalisation computes once a channel, in float64, between its passes over the map.
 */

/** f64[C] each. */
export interface Moments {
  mean: Float64Array;
  variance: Float64Array;
}

/** The mean and biased variance from sums over `count` rows. */
export function momentsOf(sums: Float64Array, squares: Float64Array, count: number): Moments {
  const mean = sums.map((sum) => sum / count);
  const variance = squares.map((square, c) => Math.max(0, square / count - mean[c] * mean[c]));
  return { mean, variance };
}

export function inverseStdOf(variance: Float64Array, epsilon: number): Float64Array {
  return variance.map((value) => 1 / Math.sqrt(value + epsilon));
}

/** y = factor * x + shift. */
export function affine(
  gamma: Float32Array,
  beta: Float32Array,
  mean: Float64Array,
  inverseStd: Float64Array,
): { factor: Float64Array; shift: Float64Array } {
  const factor = inverseStd.map((value, c) => gamma[c] * value);
  return { factor, shift: factor.map((value, c) => beta[c] - mean[c] * value) };
}

/** Moves running statistics in place. */
export function move(running: Float32Array, batch: Float64Array, decay: number): void {
  for (let c = 0; c < running.length; c++) running[c] = decay * running[c] + (1 - decay) * batch[c];
}

/**
 * The gradients from the sums of g and of g * x over `count` rows:
 * dx = gamma * inverseStd * (g - dBeta / n - xHat * dGamma / n), as the linear function ofG * g + ofX * x + constant.
 */
export function gradients(
  sumG: Float64Array,
  sumGx: Float64Array,
  gamma: Float32Array,
  mean: Float32Array,
  inverseStd: Float32Array,
  count: number,
): { dGamma: Float64Array; ofG: Float64Array; ofX: Float64Array; constant: Float64Array } {
  const dGamma = sumGx.map((sum, c) => (sum - mean[c] * sumG[c]) * inverseStd[c]);
  const ofG = dGamma.map((_, c) => gamma[c] * inverseStd[c]);
  const ofX = dGamma.map((value, c) => (-ofG[c] * inverseStd[c] * value) / count);
  const constant = dGamma.map((_, c) => (-ofG[c] * sumG[c]) / count - ofX[c] * mean[c]);
  return { dGamma, ofG, ofX, constant };
}
