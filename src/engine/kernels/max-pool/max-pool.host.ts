import { hostKernel } from '../host-tensors';
import { type MaxPoolAttrs, type PoolGeometry, poolInputShape, poolOutputShape } from './max-pool';

export const maxPoolHost = hostKernel<'x', MaxPoolAttrs>('SsdMaxPool', ({ x }, { geometry }, tensors) => {
  const y = tensors.allocate(poolOutputShape(geometry));
  pool(tensors.floats(x), tensors.floats(y), geometry);
  return [y];
});

export const maxPoolGradHost = hostKernel<'x' | 'y' | 'dy', MaxPoolAttrs>(
  'SsdMaxPoolGrad',
  ({ x, y, dy }, { geometry }, tensors) => {
    const dx = tensors.allocate(poolInputShape(geometry));
    poolGrad(tensors.floats(x), tensors.floats(y), tensors.floats(dy), tensors.floats(dx), geometry);
    return [dx];
  },
);

function pool(x: Float32Array, y: Float32Array, g: PoolGeometry): void {
  const { channels } = g;
  y.fill(Number.NEGATIVE_INFINITY);
  forEachWindow(g, (out, rowBegin, rowEnd, left, right) => {
    for (let row = rowBegin; row < rowEnd; row += g.inWidth * channels) {
      for (let cell = row + left; cell < row + right; cell += channels) {
        for (let c = 0; c < channels; c++) if (x[cell + c] > y[out + c]) y[out + c] = x[cell + c];
      }
    }
  });
}

function poolGrad(x: Float32Array, y: Float32Array, dy: Float32Array, dx: Float32Array, g: PoolGeometry): void {
  const { channels } = g;
  dx.fill(0);
  forEachWindow(g, (out, rowBegin, rowEnd, left, right) => {
    for (let c = 0; c < channels; c++) {
      const first = firstEqual(x, y[out + c], rowBegin + c, rowEnd, g.inWidth * channels, left, right, channels);
      if (first !== -1) dx[first] += dy[out + c];
    }
  });
}

/** The first place in row-major order that holds the maximum; -1 if that is NaN. */
function firstEqual(
  x: Float32Array,
  maximum: number,
  rowBegin: number,
  rowEnd: number,
  rowStep: number,
  left: number,
  right: number,
  cellStep: number,
): number {
  for (let row = rowBegin; row < rowEnd; row += rowStep) {
    for (let i = row + left; i < row + right; i += cellStep) if (x[i] === maximum) return i;
  }
  return -1;
}

/**
 * Visits the windows in the order of the output.
 *
 * @param visit gets the index of the output cell's first channel, the range of the input rows that the window covers
 *              (indices of a row's first number), and the part of a row that it covers (relative to that index)
 */
function forEachWindow(
  g: PoolGeometry,
  visit: (out: number, rowBegin: number, rowEnd: number, left: number, right: number) => void,
): void {
  const rowSize = g.inWidth * g.channels;
  let out = 0;
  for (let b = 0; b < g.batch; b++) {
    for (let oy = 0; oy < g.outHeight; oy++) {
      const top = oy * g.stride - g.padTop;
      const rowBegin = (b * g.inHeight + Math.max(0, top)) * rowSize;
      const rowEnd = (b * g.inHeight + Math.min(g.inHeight, top + g.size)) * rowSize;
      for (let ox = 0; ox < g.outWidth; ox++) {
        const left = ox * g.stride - g.padLeft;
        const right = Math.min(g.inWidth, left + g.size);
        visit(out, rowBegin, rowEnd, Math.max(0, left) * g.channels, right * g.channels);
        out += g.channels;
      }
    }
  }
}
