/**
 * @file Convolutions by their definition, in float64: what the tests hold every back end against.
 */
import type { ConvGeometry } from './geometry';

type Values = ArrayLike<number>;

/** Calls back for every product of the convolution: element of x, tap of the filter, output cell, all flat. */
function forEachTap(g: ConvGeometry, visit: (xCell: number, tap: number, yCell: number) => void): void {
  for (let b = 0; b < g.batch; b++)
    for (let oy = 0; oy < g.outHeight; oy++)
      for (let ox = 0; ox < g.outWidth; ox++)
        for (let ky = 0; ky < g.filterHeight; ky++)
          for (let kx = 0; kx < g.filterWidth; kx++) {
            const iy = oy * g.stride - g.padTop + ky * g.dilation;
            const ix = ox * g.stride - g.padLeft + kx * g.dilation;
            if (iy < 0 || ix < 0 || iy >= g.inHeight || ix >= g.inWidth) continue;
            const xCell = (b * g.inHeight + iy) * g.inWidth + ix;
            visit(xCell, ky * g.filterWidth + kx, (b * g.outHeight + oy) * g.outWidth + ox);
          }
}

/** y f64[B, outHeight, outWidth, K] of `conv2d`. */
export function conv2dReference(
  x: Values,
  filter: Values,
  bias: Values | null,
  g: ConvGeometry,
  relu: boolean,
): Float64Array {
  const { inChannels: C, outChannels: K } = g;
  const y = new Float64Array(g.batch * g.outHeight * g.outWidth * K);
  forEachTap(g, (xCell, tap, yCell) => {
    for (let c = 0; c < C; c++)
      for (let k = 0; k < K; k++) y[yCell * K + k] += x[xCell * C + c] * filter[(tap * C + c) * K + k];
  });
  return y.map((sum, i) => {
    const biased = sum + (bias === null ? 0 : bias[i % K]);
    return relu ? Math.max(0, biased) : biased;
  });
}

/** dx f64[B, H, W, C] of `conv2dGradInput`. */
export function conv2dGradInputReference(dy: Values, filter: Values, g: ConvGeometry): Float64Array {
  const { inChannels: C, outChannels: K } = g;
  const dx = new Float64Array(g.batch * g.inHeight * g.inWidth * C);
  forEachTap(g, (xCell, tap, yCell) => {
    for (let c = 0; c < C; c++)
      for (let k = 0; k < K; k++) dx[xCell * C + c] += dy[yCell * K + k] * filter[(tap * C + c) * K + k];
  });
  return dx;
}

/** dFilter f64[fh, fw, C, K] of `conv2dGradFilter`. */
export function conv2dGradFilterReference(x: Values, dy: Values, g: ConvGeometry): Float64Array {
  const { inChannels: C, outChannels: K } = g;
  const dFilter = new Float64Array(g.filterHeight * g.filterWidth * C * K);
  forEachTap(g, (xCell, tap, yCell) => {
    for (let c = 0; c < C; c++)
      for (let k = 0; k < K; k++) dFilter[(tap * C + c) * K + k] += x[xCell * C + c] * dy[yCell * K + k];
  });
  return dFilter;
}

/** y f64[B, outHeight, outWidth, C] of `depthwiseConv2d`. */
export function depthwiseReference(x: Values, filter: Values, g: ConvGeometry): Float64Array {
  const C = g.inChannels;
  const y = new Float64Array(g.batch * g.outHeight * g.outWidth * C);
  forEachTap(g, (xCell, tap, yCell) => {
    for (let c = 0; c < C; c++) y[yCell * C + c] += x[xCell * C + c] * filter[tap * C + c];
  });
  return y;
}

/** dx f64[B, H, W, C] of `depthwiseGradInput`. */
export function depthwiseGradInputReference(dy: Values, filter: Values, g: ConvGeometry): Float64Array {
  const C = g.inChannels;
  const dx = new Float64Array(g.batch * g.inHeight * g.inWidth * C);
  forEachTap(g, (xCell, tap, yCell) => {
    for (let c = 0; c < C; c++) dx[xCell * C + c] += dy[yCell * C + c] * filter[tap * C + c];
  });
  return dx;
}

/** dFilter f64[fh, fw, C, 1] of `depthwiseGradFilter`. */
export function depthwiseGradFilterReference(x: Values, dy: Values, g: ConvGeometry): Float64Array {
  const C = g.inChannels;
  const dFilter = new Float64Array(g.filterHeight * g.filterWidth * C);
  forEachTap(g, (xCell, tap, yCell) => {
    for (let c = 0; c < C; c++) dFilter[tap * C + c] += x[xCell * C + c] * dy[yCell * C + c];
  });
  return dFilter;
}
