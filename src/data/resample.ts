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
 * @param output f32[S, S, 3], overwritten; pixel (x, y) lacks 1 - x.coverage * y.coverage of its weight
 */
export function resample(
  pixels: Uint8ClampedArray,
  width: number,
  x: AxisWeights,
  y: AxisWeights,
  output: Float32Array,
): void {
  const size = y.first.length;
  const stride = x.first.length * 3;
  // Rows of the image, resized along x when first needed. As the runs of y only move down, a ring of the longest run
  // holds all that will be read again; it stays in the processor's cache.
  const slots = y.first.reduce((most, _, i) => Math.max(most, y.offsets[i + 1] - y.offsets[i]), 0);
  const ring = new Float32Array(slots * stride);
  const rowInSlot = new Int32Array(slots).fill(-1);
  const from = new Int32Array(slots);
  for (let i = 0; i < size; i++) {
    const begin = y.offsets[i];
    const taps = y.offsets[i + 1] - begin;
    for (let tap = 0; tap < taps; tap++) {
      const row = y.first[i] + tap;
      const slot = row % slots;
      if (rowInSlot[slot] !== row) {
        resampleRow(pixels, row * width, x, ring, slot * stride);
        rowInSlot[slot] = row;
      }
      from[tap] = slot * stride;
    }
    sumRows(output, i * stride, ring, from, stride, y.weights.subarray(begin, begin + taps));
  }
}

/** A weighted sum of rows, four at a time, each term rounded to float32 as it is added. */
function sumRows(
  output: Float32Array,
  to: number,
  rows: Float32Array,
  from: Int32Array,
  length: number,
  weights: Float32Array,
): void {
  const end = to + length;
  output.fill(0, to, end);
  let tap = 0;
  for (; tap + 4 <= weights.length; tap += 4) {
    const w0 = weights[tap];
    const w1 = weights[tap + 1];
    const w2 = weights[tap + 2];
    const w3 = weights[tap + 3];
    let a = from[tap];
    let b = from[tap + 1];
    let c = from[tap + 2];
    let d = from[tap + 3];
    for (let k = to; k < end; k++) {
      const two = Math.fround(Math.fround(output[k] + w0 * rows[a++]) + w1 * rows[b++]);
      output[k] = Math.fround(two + w2 * rows[c++]) + w3 * rows[d++];
    }
  }
  for (; tap + 2 <= weights.length; tap += 2) {
    const w0 = weights[tap];
    const w1 = weights[tap + 1];
    let a = from[tap];
    let b = from[tap + 1];
    for (let k = to; k < end; k++) output[k] = Math.fround(output[k] + w0 * rows[a++]) + w1 * rows[b++];
  }
  if (tap === weights.length) return;
  const weight = weights[tap];
  for (let k = to, a = from[tap]; k < end; k++) output[k] += weight * rows[a++];
}

function resampleRow(
  pixels: Uint8ClampedArray,
  row: number,
  x: AxisWeights,
  output: Float32Array,
  start: number,
): void {
  const { first, offsets, weights } = x;
  let to = start;
  let tap = 0;
  for (let i = 0; i < first.length; i++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let at = (row + first[i]) * 4;
    for (const end = offsets[i + 1]; tap < end; tap++) {
      const weight = weights[tap];
      red += weight * pixels[at];
      green += weight * pixels[at + 1];
      blue += weight * pixels[at + 2];
      at += 4;
    }
    output[to++] = red;
    output[to++] = green;
    output[to++] = blue;
  }
}
