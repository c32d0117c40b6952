/**
 * @file Batch normalisation by its definition, in float64, for the tests of every back end.
 */
type Values = ArrayLike<number>;

/** Mean and biased variance of each channel of x[rows, channels]. */
export function momentsReference(x: Values, channels: number): { mean: Float64Array; variance: Float64Array } {
  const rows = x.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (let i = 0; i < x.length; i++) mean[i % channels] += x[i] / rows;
  for (let i = 0; i < x.length; i++) variance[i % channels] += (x[i] - mean[i % channels]) ** 2 / rows;
  return { mean, variance };
}

/** y of batch normalisation with the given statistics. */
export function normalizeReference(
  x: Values,
  p: { gamma: Values; beta: Values; mean: Values; variance: Values; epsilon: number; relu: boolean },
): Float64Array {
  const channels = p.gamma.length;
  return Float64Array.from(x, (value, i) => {
    const c = i % channels;
    const y = (p.gamma[c] * (value - p.mean[c])) / Math.sqrt(p.variance[c] + p.epsilon) + p.beta[c];
    return p.relu ? Math.max(0, y) : y;
  });
}

/** The gradients for masked dy, with the batch's own statistics. */
export function normalizeGradReference(dy: Values, x: Values, gamma: Values, epsilon: number) {
  const channels = gamma.length;
  const rows = x.length / channels;
  const { mean, variance } = momentsReference(x, channels);
  const dGamma = new Float64Array(channels);
  const dBeta = new Float64Array(channels);
  const xHat = Float64Array.from(x, (v, i) => (v - mean[i % channels]) / Math.sqrt(variance[i % channels] + epsilon));
  for (let i = 0; i < x.length; i++) {
    dGamma[i % channels] += dy[i] * xHat[i];
    dBeta[i % channels] += dy[i];
  }
  const dx = Float64Array.from(x, (_, i) => {
    const c = i % channels;
    const inner = dy[i] - (dBeta[c] + xHat[i] * dGamma[c]) / rows;
    return (gamma[c] / Math.sqrt(variance[c] + epsilon)) * inner;
  });
  return { dx, dGamma, dBeta };
}
