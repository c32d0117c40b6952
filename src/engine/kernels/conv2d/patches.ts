/**
 * @file What a convolution reads, as a matrix whose product with dy is the gradient of the filter.
 */
import type { ConvGeometry } from './geometry';

/**
 * Gathers the input numbers of a range of output rows: one matrix row for each tap and channel, one column for each
 * output cell, 0 where a tap lies in the padding.
 *
 * @param x       f32[B, H, W, C]
 * @param begin   first output row, counted over the batch (b * outHeight + oy); `end` is one past the last
 * @param patches f32[fh * fw * C, (end - begin) * outWidth], written
 */
export function gatherPatches(
  x: Float32Array,
  g: ConvGeometry,
  begin: number,
  end: number,
  patches: Float32Array,
): void {
  const { inWidth, inChannels, outWidth, stride } = g;
  const columns = (end - begin) * outWidth;
  for (let row = begin; row < end; row++) {
    const image = Math.floor(row / g.outHeight);
    const top = (row % g.outHeight) * stride - g.padTop;
    for (let ky = 0; ky < g.filterHeight; ky++) {
      const y = top + ky * g.dilation;
      const inside = y >= 0 && y < g.inHeight;
      const inputRow = (image * g.inHeight + y) * inWidth;
      for (let kx = 0; kx < g.filterWidth; kx++) {
        const shift = kx * g.dilation - g.padLeft;
        // Output cells [first, last) of this row read inside the map.
        const first = inside ? Math.min(outWidth, Math.max(0, Math.ceil(-shift / stride))) : outWidth;
        const last = Math.max(first, Math.min(outWidth, Math.ceil((inWidth - shift) / stride)));
        const step = stride * inChannels;
        for (let c = 0; c < inChannels; c++) {
          const start = ((ky * g.filterWidth + kx) * inChannels + c) * columns + (row - begin) * outWidth;
          for (let i = start; i < start + first; i++) patches[i] = 0;
          let source = (inputRow + first * stride + shift) * inChannels + c;
          for (let i = start + first; i < start + last; i++, source += step) patches[i] = x[source];
          for (let i = start + last; i < start + outWidth; i++) patches[i] = 0;
        }
      }
    }
  }
}
