/**
 * @file What a convolution reads, as a matrix whose product with dy is the gradient of the filter.
 *
 * The maps are first rearranged so that the matrix is made of long runs: a tap at stride s reads every s-th row and
 * column, so those of one residue lie together, and the images of the batch lie side by side in every cell. Gathering
 * straight from NHWC takes 3 times as long, in runs of one output row.
 */
import type { ConvGeometry } from './geometry';

/** Maps of some images as planes, f32[C, s, s, planeHeight, planeWidth, images]: channel, residues of row and column. */
export interface Planes {
  values: Float32Array;
  images: number;
}

/** Numbers in the planes of so many images. */
export function planesSize(g: ConvGeometry, images: number): number {
  return g.inChannels * planeCells(g) * g.stride * g.stride * images;
}

/**
 * Rearranges images [begin, begin + planes.images), four at a time: the images of a batch lie at like places of the cache,
 * and more of them would drive each other out. Past the last image a block repeats it.
 *
 * @param x      f32[B, H, W, C]
 * @param planes written, but for cells beyond the map, which no tap reads
 */
export function toPlanes(x: Float32Array, g: ConvGeometry, begin: number, planes: Planes): void {
  const { inHeight, inWidth, inChannels, stride } = g;
  const { values, images } = planes;
  const imageSize = inHeight * inWidth * inChannels;
  const channelSize = planeCells(g) * stride * stride * images;
  for (let image = 0; image < images; image += 4) {
    const i1 = Math.min(1, images - 1 - image);
    const i2 = Math.min(2, images - 1 - image);
    const i3 = Math.min(3, images - 1 - image);
    let from = (begin + image) * imageSize;
    for (let y = 0; y < inHeight; y++) {
      for (let column = 0; column < inWidth; column++) {
        let to = planeIndex(g, y, column) * images + image;
        for (let c = 0; c < inChannels; c++, from++, to += channelSize) {
          values[to] = x[from];
          values[to + i1] = x[from + i1 * imageSize];
          values[to + i2] = x[from + i2 * imageSize];
          values[to + i3] = x[from + i3 * imageSize];
        }
      }
    }
  }
}

/**
 * Gathers what output rows [begin, end) read: one matrix row for each tap and channel, one column for each output cell
 * and image, images innermost; 0 where a tap lies in the padding.
 *
 * @param patches f32[fh * fw * C, (end - begin) * outWidth * images], written
 */
export function gatherPatches(
  planes: Planes,
  g: ConvGeometry,
  begin: number,
  end: number,
  patches: Float32Array,
): void {
  const { inChannels, outWidth, stride } = g;
  const { values, images } = planes;
  const rowSize = outWidth * images;
  const matrixRow = (end - begin) * rowSize;
  const channelSize = planeCells(g) * stride * stride * images;
  let target = 0;
  for (let ky = 0; ky < g.filterHeight; ky++) {
    const rows = insideRange(begin, end, ky * g.dilation - g.padTop, g.inHeight, stride);
    for (let kx = 0; kx < g.filterWidth; kx++) {
      const columns = insideRange(0, outWidth, kx * g.dilation - g.padLeft, g.inWidth, stride);
      if (rows.first === rows.last || columns.first === columns.last) {
        patches.fill(0, target, target + inChannels * matrixRow);
        target += inChannels * matrixRow;
        continue;
      }
      const y = rows.first * stride + ky * g.dilation - g.padTop;
      const x = columns.first * stride + kx * g.dilation - g.padLeft;
      const left = columns.first * images;
      const right = columns.last * images;
      const top = (rows.first - begin) * rowSize;
      const bottom = (rows.last - begin) * rowSize;
      // Planes as wide as the output give all rows in one run; what it puts into the padding is cleared below.
      const rowsInRun = planeWidth(g) === outWidth ? rows.last - rows.first : 1;
      const pitch = planeWidth(g) * images;
      for (let c = 0; c < inChannels; c++, target += matrixRow) {
        let from = planeIndex(g, y, x) * images + c * channelSize;
        for (let to = top; to < bottom; to += rowsInRun * rowSize, from += rowsInRun * pitch) {
          const length = (rowsInRun - 1) * rowSize + right - left;
          patches.set(values.subarray(from, from + length), target + to + left);
        }
        patches.fill(0, target, target + top);
        patches.fill(0, target + bottom, target + matrixRow);
        for (let to = target + top; to < target + bottom; to += rowSize) {
          for (let i = to; i < to + left; i++) patches[i] = 0;
          for (let i = to + right; i < to + rowSize; i++) patches[i] = 0;
        }
      }
    }
  }
}

/** The outputs of [begin, end) whose input, output * stride + shift, lies inside the map. */
function insideRange(begin: number, end: number, shift: number, length: number, stride: number) {
  const first = Math.min(end, Math.max(begin, Math.ceil(-shift / stride)));
  return { first, last: Math.max(first, Math.min(end, Math.ceil((length - shift) / stride))) };
}

function planeWidth(g: ConvGeometry): number {
  return Math.ceil(g.inWidth / g.stride);
}

function planeCells(g: ConvGeometry): number {
  return Math.ceil(g.inHeight / g.stride) * planeWidth(g);
}

/** Place of a cell within the planes of its channel. */
function planeIndex(g: ConvGeometry, y: number, x: number): number {
  const { stride } = g;
  const plane = (y % stride) * stride + (x % stride);
  return plane * planeCells(g) + Math.floor(y / stride) * planeWidth(g) + Math.floor(x / stride);
}
