/** @file Histograms of weights over one range, as shares and outlines that can be laid over each other. */
import type { WeightSummary } from '../../../worker';
import { density, type WeightLaw } from './expectation';

/** Odd, so that zero lies in the middle of a bin. */
export const bins = 61;

/** Share of the weights that the range of several sets may leave out. */
const leftOut = 1e-3;

/**
 * A symmetric range that holds 99.9% of the weights of each of the given starts, rounded up to two digits so that it
 * moves seldom. Equal weights get a range of their own size.
 */
export function histogramRange(starts: readonly (readonly WeightLaw[])[]): [number, number] {
  const limit = 1.05 * Math.max(0, ...starts.map(reach)) || 0.1;
  const unit = 10 ** (Math.floor(Math.log10(limit)) - 1);
  const end = Number((Math.ceil(limit / unit - 1e-9) * unit).toPrecision(2));
  return [-end, end];
}

/** The distance from zero beyond which only {@link leftOut} of the weights lie, by bisection. */
function reach(laws: readonly WeightLaw[]): number {
  const count = laws.reduce((sum, law) => sum + law.count, 0);
  const beyond = (distance: number) => laws.reduce((sum, law) => sum + law.count * tail(law, distance), 0) / count;
  let [low, high] = [0, Math.max(0, ...laws.map(({ mean, std }) => Math.abs(mean) + 4 * std))];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (beyond(middle) > leftOut) low = middle;
    else high = middle;
  }
  return high;
}

/** Share of a set that lies farther from zero; of a normal one by an approximation that is good to 1e-3. */
function tail({ mean, std, kurtosis }: WeightLaw, distance: number): number {
  const z = (distance - Math.abs(mean)) / std;
  if (std === 0 || z <= 0) return distance >= Math.abs(mean) && std === 0 ? 0 : 1;
  return kurtosis === 1.8 ? Math.max(0, 1 - z / Math.sqrt(3)) : Math.exp(-z * (0.717 + 0.416 * z));
}

/** Share of all weights in each bin; what lies beyond the range is in none. */
export function shares({ count, histogram }: WeightSummary): number[] {
  return histogram.counts.map((inBin) => inBin / Math.max(1, count));
}

/** Share of the weights that the range leaves out. */
export function beyond(summary: WeightSummary): number {
  return Math.max(0, 1 - shares(summary).reduce((sum, share) => sum + share, 0));
}

/**
 * Height of the drawing, as a share: the highest bin, but at most four times the lowest of the peaks, so that equal
 * weights in one bin do not flatten what they are compared with.
 */
export function topShare(histograms: readonly (readonly number[])[]): number {
  const peaks = histograms.map((shares) => Math.max(...shares)).filter((peak) => peak > 0);
  return peaks.length === 0 ? 1 : Math.min(Math.max(...peaks) * 1.05, Math.min(...peaks) * 4);
}

/** The steps of a histogram as an SVG path over the unit square, y down; bins above the top are cut. */
export function outline(shares: readonly number[], top: number): string {
  const y = (share: number) => (1 - Math.min(1, share / top)).toFixed(4);
  const x = (i: number) => (i / shares.length).toFixed(4);
  return `M0 1${shares.map((share, i) => `V${y(share)}H${x(i + 1)}`).join('')}V1`;
}

/** Share of weights that fall into a bin, by the densities of their laws; null if some weights are all equal. */
export function expectedShares(laws: readonly WeightLaw[], [low, high]: readonly [number, number]): number[] | null {
  if (laws.length === 0 || laws.some(({ std }) => std === 0)) return null;
  const count = laws.reduce((sum, law) => sum + law.count, 0);
  const width = (high - low) / bins;
  return Array.from({ length: bins }, (_, i) => {
    const x = low + (i + 0.5) * width;
    return laws.reduce((sum, law) => sum + (law.count / count) * density(law, x)!, 0) * width;
  });
}

/** The curve through the centres of the bins, as an SVG path over the unit square. */
export function curve(shares: readonly number[], top: number): string {
  const at = (share: number, i: number) => `${((i + 0.5) / shares.length).toFixed(4)} ${(1 - share / top).toFixed(4)}`;
  return `M${shares.map(at).join('L')}`;
}
