/**
 * @file The five interpolations of OpenCV, as the weights of one axis.
 *
 * All five are linear and separable, so an output pixel is a sum of `wx * wy * pixel`. Pixel centers lie at half
 * integers, except for nearest; beyond the edge the edge pixel repeats. Source: OpenCV 4, imgproc, resize.
 */

/** In the order of OpenCV's codes 0 to 4, from which GluonCV draws. */
export const interpolations = ['nearest', 'bilinear', 'bicubic', 'area', 'lanczos4'] as const;
export type Interpolation = (typeof interpolations)[number];

/** Source pixels from `at` on, and the weight of each; the weights add up to 1. */
export interface Run {
  at: number;
  weights: number[];
}

/** What GluonCV's code 9 means: bicubic if both sides grow, area if both shrink, else bilinear. */
export function autoInterpolation(from: { width: number; height: number }, size: number): Interpolation {
  if (size > from.width && size > from.height) return 'bicubic';
  return size < from.width && size < from.height ? 'area' : 'bilinear';
}

/**
 * The source pixels of one output position.
 *
 * @param position output pixel, from 0
 * @param scale    source pixels an output pixel
 * @param length   source pixels in all
 * @param grows    whether this or the other axis grows; area is then a linear interpolation (OpenCV)
 */
export function interpolationRun(
  kind: Interpolation,
  position: number,
  scale: number,
  length: number,
  grows: boolean,
): Run {
  if (kind === 'nearest') return { at: Math.min(Math.floor(position * scale), length - 1), weights: [1] };
  if (kind === 'area' && !grows) return areaRun(position * scale, (position + 1) * scale, length);
  return repeatEdges(kind === 'area' ? growingAreaRun(position, scale) : centeredRun(kind, position, scale), length);
}

function centeredRun(kind: 'bilinear' | 'bicubic' | 'lanczos4', position: number, scale: number): Run {
  const center = (position + 0.5) * scale - 0.5;
  const pixel = Math.floor(center);
  const fraction = center - pixel;
  if (kind === 'bilinear') return { at: pixel, weights: [1 - fraction, fraction] };
  if (kind === 'bicubic') return { at: pixel - 1, weights: [-1, 0, 1, 2].map((k) => cubic(Math.abs(fraction - k))) };
  const weights = [-3, -2, -1, 0, 1, 2, 3, 4].map((k) => lanczos(fraction - k));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { at: pixel - 3, weights: weights.map((weight) => weight / sum) };
}

/** Keys' cubic with a = -0.75. */
function cubic(distance: number): number {
  const a = -0.75;
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
}

function lanczos(distance: number): number {
  if (distance === 0) return 1;
  const angle = distance * Math.PI;
  return (4 * Math.sin(angle) * Math.sin(angle / 4)) / (angle * angle);
}

/** The mean over the source interval; pixels that it cuts count by their share. */
function areaRun(start: number, end: number, length: number): Run {
  const at = Math.floor(start);
  const weights: number[] = [];
  for (let pixel = at; pixel < Math.min(end, length); pixel++) {
    weights.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start));
  }
  return { at, weights };
}

function growingAreaRun(position: number, scale: number): Run {
  const at = Math.floor(position * scale);
  const reach = position + 1 - (at + 1) / scale;
  const fraction = reach <= 0 ? 0 : reach - Math.floor(reach);
  return { at, weights: [1 - fraction, fraction] };
}

/** Gives the weight of pixels beyond either edge to the edge pixel. */
function repeatEdges({ at, weights }: Run, length: number): Run {
  if (at >= 0 && at + weights.length <= length) return { at, weights };
  const begin = Math.min(Math.max(at, 0), length - 1);
  const folded: number[] = [];
  for (const [k, weight] of weights.entries()) {
    const pixel = Math.min(Math.max(at + k, 0), length - 1) - begin;
    folded[pixel] = (folded[pixel] ?? 0) + weight;
  }
  return { at: begin, weights: folded };
}
