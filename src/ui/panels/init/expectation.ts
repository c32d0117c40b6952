/** @file Mean and standard deviation that weights should have, and how far a sample of n may lie from them. */

/** A set of independent weights of one distribution. */
export interface WeightLaw {
  count: number;
  mean: number;
  std: number;
  /** Fourth moment over squared variance: 3 of a normal, 1.8 of a uniform, 1 where the sum of squares is fixed. */
  kurtosis: number;
}

export interface Expectation {
  count: number;
  mean: number;
  std: number;
  /** Where the mean and the standard deviation of 9,999 samples out of 10,000 lie. */
  meanBand: readonly [number, number];
  stdBand: readonly [number, number];
}

/** Two-sided 99.99% quantile of the standard normal. */
export const zBand = 3.8906;
/** Weights are f32; their moments carry its rounding. */
const rounding = 1e-6;

/**
 * Moments of several sets together, by the delta method: the sample variance of n weights has variance
 * sum n_i (s_i^4 (k_i - 1) + 4 d_i^2 s_i^2) / n^2, where d_i is the distance of a set's mean from that of all.
 *
 * @param laws at least one, counts above 0
 */
export function expectation(laws: readonly WeightLaw[]): Expectation {
  const count = laws.reduce((sum, law) => sum + law.count, 0);
  const average = (of: (law: WeightLaw) => number) => laws.reduce((sum, law) => sum + law.count * of(law), 0) / count;
  const mean = average((law) => law.mean);
  const within = average(({ std }) => std ** 2);
  const variance = within + average((law) => (law.mean - mean) ** 2);
  const std = Math.sqrt(variance);
  const spread = average((law) => law.std ** 4 * (law.kurtosis - 1) + 4 * (law.mean - mean) ** 2 * law.std ** 2);
  const half = variance === 0 ? 0 : (zBand * Math.sqrt(spread / count)) / (2 * std);
  // The sample's own mean takes at most z^2 / n of what is random in its variance.
  const slack = std * rounding + (variance === 0 ? 0 : (zBand ** 2 * within) / (2 * count * std));
  const meanHalf = zBand * Math.sqrt(within / count) + rounding * (Math.abs(mean) + std);
  return {
    count,
    mean,
    std,
    meanBand: [mean - meanHalf, mean + meanHalf],
    stdBand: [Math.max(0, std - half - slack), std + half + slack],
  };
}

export function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

/** Probability density at x of one weight; null where all weights are equal. An orthogonal filter looks normal. */
export function density({ mean, std, kurtosis }: WeightLaw, x: number): number | null {
  if (std === 0) return null;
  if (kurtosis === 1.8) return Math.abs(x - mean) <= Math.sqrt(3) * std ? 1 / (2 * Math.sqrt(3) * std) : 0;
  return Math.exp(-((x - mean) ** 2) / (2 * std ** 2)) / (std * Math.sqrt(2 * Math.PI));
}
