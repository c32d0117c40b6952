/**
 * @file Resizes a rectangle to S x S. The rectangle may reach beyond the image, onto the canvas of an expansion: what
 * lies outside the image is left out of the sums, and the coverage says how much weight remained. So the canvas, which
 * can be 16 times as large as the image, is never built.
 */
import { type Interpolation, interpolationRun } from './interpolation';

/** One side of the rectangle, in pixels of the image. */
export interface Span {
  /** Negative where the rectangle begins before the image. */
  start: number;
  length: number;
}

/** For each of S output positions a run of image pixels with their weights. */
export interface AxisWeights {
  /** i32[S] first pixel of the run. */
  first: Int32Array;
  /** i32[S + 1]: the weights of position i are those from offsets[i] to offsets[i + 1]. */
  offsets: Int32Array;
  weights: Float32Array;
  /** f32[S] weight that fell on the image: 1 where all did, 0 where none did. */
  coverage: Float32Array;
}

/**
 * The weights of one axis.
 *
 * @param imageLength pixels of the image along this axis
 * @param grows       whether either axis grows
 * @param flip        mirror the output
 */
export function axisWeights(
  kind: Interpolation,
  span: Span,
  imageLength: number,
  size: number,
  grows: boolean,
  flip = false,
): AxisWeights {
  const first = new Int32Array(size);
  const offsets = new Int32Array(size + 1);
  const coverage = new Float32Array(size);
  const weights: number[] = [];
  for (let i = 0; i < size; i++) {
    const run = interpolationRun(kind, flip ? size - 1 - i : i, span.length / size, span.length, grows);
    const start = span.start + run.at;
    const begin = Math.min(Math.max(0, -start), run.weights.length);
    const end = Math.max(begin, Math.min(run.weights.length, imageLength - start));
    first[i] = start + begin;
    coverage[i] = end - begin === run.weights.length ? 1 : 0;
    for (let k = begin; k < end; k++) {
      weights.push(run.weights[k]);
      if (end - begin < run.weights.length) coverage[i] += run.weights[k];
    }
    offsets[i + 1] = weights.length;
  }
  return { first, offsets, weights: Float32Array.from(weights), coverage };
}

/**
 * Sums the image's pixels by the weights of both axes.
 *
 * @param pixels u8[H, W, 4]; alpha is not read
 * @param width  W
 * @returns      f32[S, S, 3]; pixel (x, y) lacks 1 - x.coverage * y.coverage of its weight
 */
export function resample(pixels: Uint8ClampedArray, width: number, x: AxisWeights, y: AxisWeights): Float32Array {
  const size = y.first.length;
  const stride = x.first.length * 3;
  const output = new Float32Array(size * stride);
  const height = pixels.length / (width * 4);
  // Rows of the image, resized along x when first needed: shrinking by interpolation reads few of them.
  const narrow = new Float32Array(height * stride);
  const ready = new Uint8Array(height);
  for (let i = 0; i < size; i++) {
    for (let tap = y.offsets[i]; tap < y.offsets[i + 1]; tap++) {
      const row = y.first[i] + tap - y.offsets[i];
      if (ready[row] === 0) {
        resampleRow(pixels, row * width, x, narrow, row * stride);
        ready[row] = 1;
      }
      const weight = y.weights[tap];
      const from = row * stride;
      const to = i * stride;
      for (let k = 0; k < stride; k++) output[to + k] += weight * narrow[from + k];
    }
  }
  return output;
}

function resampleRow(pixels: Uint8ClampedArray, row: number, x: AxisWeights, output: Float32Array, to: number): void {
  for (let i = 0; i < x.first.length; i++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let at = (row + x.first[i]) * 4;
    for (let tap = x.offsets[i]; tap < x.offsets[i + 1]; tap++) {
      const weight = x.weights[tap];
      red += weight * pixels[at];
      green += weight * pixels[at + 1];
      blue += weight * pixels[at + 2];
      at += 4;
    }
    output[to + i * 3] = red;
    output[to + i * 3 + 1] = green;
    output[to + i * 3 + 2] = blue;
  }
}
