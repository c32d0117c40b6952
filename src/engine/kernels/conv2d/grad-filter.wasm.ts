/**
 * @file The gradient of a filter on the wasm back end: by tiles where takesWinograd says so, else as products of what the
 * taps read with dy, summed over cells.
 */
import { hostKernel } from '../host-tensors';
import { moveShares, productShares, type WasmTensors } from '../wasm-tensors';
import type { Conv2DGradAttrs } from './conv2d';
import { filterShape } from './geometry';
import {
  float,
  forPadded,
  listCells,
  outputOf,
  paddedTo4,
  readCells,
  segmentsOf,
  sourceOf,
  tableSlack,
  tapsOf,
  tileRows,
} from './layout.wasm';
import { gradFilterByTiles, takesWinograd } from './winograd.wasm';

/** Slices of the cells for filters so small that each thread would read all of the maps for a few rows. */
const slices = 8;
const smallFilter = 1 << 15;
const cellsOfSlice = 256;

export const conv2dGradFilterWasm = hostKernel<'x' | 'dy', Conv2DGradAttrs, WasmTensors>(
  'SsdConv2DGradFilter',
  ({ x, dy }, { geometry: g }, tensors) => {
    const dFilter = tensors.allocate(filterShape(g));
    if (takesWinograd(g)) {
      const [source, gradient] = [sourceOf(tensors.address(x), g), outputOf(tensors.address(dy), g)];
      gradFilterByTiles(tensors, source, gradient, tensors.address(dFilter));
      return [dFilter];
    }
    const taps = tapsOf(g);
    const cellsOfImage = g.outHeight * g.outWidth;
    // A tile may read past the last tap, so the maps are copied where a tile is not whole.
    const { length } = segmentsOf(taps, g.inChannels, 0);
    forPadded(
      tensors,
      sourceOf(tensors.address(x), g),
      taps,
      g.outHeight,
      g.outWidth,
      length % tileRows === 0,
      (part) => {
        const count = part.images * cellsOfImage;
        const { offsets } = segmentsOf(taps, g.inChannels, part.rowStride);
        const sizes = [(count + tableSlack) * float, paddedTo4(g.outChannels) * count * float, offsets.length * float];
        tensors.withScratch(sizes, (table, gradient, segments) => {
          tensors.storeInts(segments, offsets);
          listCells(tensors, table, part.images, readCells(part, taps, g.outHeight, g.outWidth, g.inChannels));
          const from = tensors.address(dy) + part.firstImage * cellsOfImage * g.outChannels * float;
          tensors.run(
            'conv2dPackGradient',
            moveShares(count, count * g.outChannels),
            from,
            gradient,
            count,
            g.outChannels,
          );
          const sum = [table, gradient, count, segments, offsets.length, length] as const;
          sumCells(tensors, sum, tensors.address(dFilter), g.outChannels, part.firstImage > 0);
        });
      },
    );
    return [dFilter];
  },
);

/** Sums the products into f32[segments * length, columns], or adds them to what is there. */
function sumCells(
  tensors: WasmTensors,
  sum: readonly [
    table: number,
    gradient: number,
    count: number,
    segments: number,
    segmentCount: number,
    length: number,
  ],
  filter: number,
  columns: number,
  add: boolean,
): void {
  const [, , count, , segmentCount, length] = sum;
  const numbers = segmentCount * length * columns;
  if (numbers > smallFilter || numbers % 4 !== 0 || count < slices * cellsOfSlice) {
    const tiles = segmentCount * Math.ceil(length / tileRows);
    tensors.run('conv2dMultiplyCells', productShares(tiles, numbers * count), ...sum, filter, columns, Number(add));
    return;
  }
  tensors.withScratch([slices * numbers * float], (sums) => {
    tensors.runParts('conv2dMultiplyCellSlices', slices, ...sum, sums, columns);
    tensors.run('conv2dAddSlices', moveShares(numbers, slices * numbers), sums, slices, filter, numbers, Number(add));
  });
}
