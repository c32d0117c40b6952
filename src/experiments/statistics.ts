/**
 * @file Is a difference real? Means over seeds with their intervals, paired by seed, and a plain verdict.
 *
 * Two runs of one seed share data order, augmentation and all weights that the trick does not change, so the spread of
 * their difference is smaller than that of either: the interval is that of the paired difference.
 */
import { Random } from '../ssd';
import { studentQuantile } from './student';

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

export interface Sample {
  n: number;
  mean: number;
  /** Sample standard deviation, n - 1 in the divisor; null for one value. */
  std: number | null;
  /** 95%, Student's t; null for one value: it has no spread. */
  interval: Interval | null;
}

export interface Comparison extends Sample {
  /** Of the mean difference, 95%, percentiles of resampled means: a check on the t interval that assumes no shape. */
  bootstrap: Interval | null;
  verdict: Verdict;
}

/** `cannot-tell` says about how many pairs would do, if the mean and the spread stayed as they are; null if no number would. */
export type Verdict =
  | { kind: 'better' | 'worse' }
  | { kind: 'equal' }
  | { kind: 'cannot-tell'; pairsNeeded: number | null };

/** With fewer there are single runs and no verdict: two differences agree by chance too often to be a spread. */
export const leastPairs = 3;
const confidence = 0.95;
const resamples = 10_000;
/** More pairs than this are as good as never. */
export const mostPairs = 1000;

/** @param values at least one, finite @throws RangeError otherwise */
export function describeSample(values: readonly number[]): Sample {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new RangeError(`statistics: got [${values.slice(0, 5).join(', ')}]; expected at least one finite number`);
  }
  const n = values.length;
  const mean = meanOf(values);
  if (n === 1) return { n, mean, std: null, interval: null };
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = halfWidth(std, n);
  return { n, mean, std, interval: { mean, low: mean - half, high: mean + half } };
}

/**
 * Judges an arm against a baseline.
 *
 * @param differences arm minus baseline, one a seed that has both; a failed run has none
 * @param seed        of the resampling
 */
export function compareArms(differences: readonly number[], seed = 1): Comparison {
  const sample = describeSample(differences);
  return { ...sample, bootstrap: bootstrapInterval(differences, seed), verdict: judge(sample) };
}

/** Pairs two arms by seed: the values of those seeds that have both, as arm minus baseline. */
export function pairBySeed(
  arm: ReadonlyMap<number, number | null>,
  baseline: ReadonlyMap<number, number | null>,
): { seeds: number[]; differences: number[] } {
  const seeds = [...arm.keys()].filter((seed) => arm.get(seed) != null && baseline.get(seed) != null);
  return { seeds, differences: seeds.map((seed) => (arm.get(seed) as number) - (baseline.get(seed) as number)) };
}

function judge({ n, mean, std, interval }: Sample): Verdict {
  if (interval === null) return { kind: 'cannot-tell', pairsNeeded: null };
  if (n < leastPairs) return { kind: 'cannot-tell', pairsNeeded: pairsNeeded(Math.abs(mean), std as number, n) };
  if (std === 0) return { kind: mean > 0 ? 'better' : mean < 0 ? 'worse' : 'equal' };
  if (interval.low > 0) return { kind: 'better' };
  if (interval.high < 0) return { kind: 'worse' };
  return { kind: 'cannot-tell', pairsNeeded: pairsNeeded(Math.abs(mean), std as number, n) };
}

/** The fewest pairs whose interval would leave 0 out. */
function pairsNeeded(mean: number, std: number, n: number): number | null {
  for (let pairs = n + 1; pairs <= mostPairs; pairs++) if (halfWidth(std, pairs) < mean) return pairs;
  return null;
}

function halfWidth(std: number, n: number): number {
  return (studentQuantile((1 + confidence) / 2, n - 1) * std) / Math.sqrt(n);
}

function bootstrapInterval(values: readonly number[], seed: number): Interval | null {
  const n = values.length;
  if (n === 1) return null;
  const random = new Random(seed, 'bootstrap');
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[random.integer(n)];
    return sum / n;
  }).sort();
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(share * resamples))];
  return { mean: meanOf(values), low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
