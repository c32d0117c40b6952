/**
 * @file Convolution and its gradients on the wasm back end: each is laid out as a product of addresses into zero-padded
 * maps for the kernels of multiply.simd.ts and multiply-cells.simd.ts.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { hostKernel } from '../host-tensors';
import { moveShares, productShares, type WasmTensors } from '../wasm-tensors';
import type { Conv2DAttrs, Conv2DGradAttrs } from './conv2d';
import { type ConvGeometry, filterShape, inputShape, outputShape } from './geometry';
import { type Phase, phases } from './phases';
import {
  convolveByTiles,
  gradFilterByTiles,
  type Maps,
  type Output,
  type Taps as TileTaps,
  takesWinograd,
} from './winograd.wasm';

/** Bound of the copy of padded maps (8 MiB); at least one image is taken at once. */
const maxPaddedBytes = 1 << 23;
/** Rows and columns of the product that one tile makes, as in multiply.simd.ts. */
const tileRows = 6;
const panelColumns = 8;
/** Entries that the table of cells has beyond the cells. */
const tableSlack = 5;
const float = 4;

/** The taps laid over the source: how many, their distance, and the distance of neighbouring output cells. */
interface Taps {
  rows: number;
  columns: number;
  rowDistance: number;
  columnDistance: number;
  stride: number;
}

/** Cells in the heap; strides in bytes. */
interface Cells {
  address: number;
  rows: number;
  columns: number;
  imageStride: number;
  rowStride: number;
  columnStride: number;
}

/** A filter as conv2dPackFilter takes it: for each tap in turn, a matrix of (channels read, channels made). */
interface Filter {
  address: number;
  blocks: number[];
  rows: number;
  columns: number;
  rowStride: number;
  columnStride: number;
  bias: number;
}

export const conv2dWasm = hostKernel<'x' | 'filter', Conv2DAttrs, WasmTensors>(
  'SsdConv2D',
  (inputs, { geometry: g, relu }, tensors) => {
    const { x, filter, bias }: { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo } = inputs;
    const y = tensors.allocate(outputShape(g));
    if (takesWinograd(g)) {
      const taps: TileTaps = {
        address: tensors.address(filter),
        tapRowStride: 3 * g.inChannels * g.outChannels * float,
        tapColumnStride: g.inChannels * g.outChannels * float,
        rowStride: g.outChannels * float,
        columnStride: float,
      };
      const biasAddress = bias ? tensors.address(bias) : 0;
      convolveByTiles(
        tensors,
        sourceOf(tensors.address(x), g),
        taps,
        outputOf(tensors.address(y), g),
        biasAddress,
        relu,
      );
      return [y];
    }
    const matrix: Filter = {
      address: tensors.address(filter),
      blocks: [0],
      rows: g.filterHeight * g.filterWidth * g.inChannels,
      columns: g.outChannels,
      rowStride: g.outChannels * float,
      columnStride: float,
      bias: bias ? tensors.address(bias) : 0,
    };
    convolve(tensors, sourceOf(tensors.address(x), g), tapsOf(g), matrix, mapCells(tensors.address(y), g), relu);
    return [y];
  },
);

export const conv2dGradInputWasm = hostKernel<'dy' | 'filter', Conv2DGradAttrs, WasmTensors>(
  'SsdConv2DGradInput',
  ({ dy, filter }, { geometry: g }, tensors) => {
    const { stride, dilation } = g;
    if (takesWinograd(g)) return [gradInputByTiles(tensors, dy, filter, g)];
    const rows = phases({
      input: g.inHeight,
      filter: g.filterHeight,
      stride,
      dilation,
      pad: g.padTop,
    });
    const columns = phases({
      input: g.inWidth,
      filter: g.filterWidth,
      stride,
      dilation,
      pad: g.padLeft,
    });
    const dx = tensors.allocate(inputShape(g));
    if (rows.length < Math.min(stride, g.inHeight) || columns.length < Math.min(stride, g.inWidth)) {
      tensors.floats(dx).fill(0);
    }
    for (const row of rows) for (const column of columns) gradPhase(tensors, dy, filter, dx, row, column, g);
    return [dx];
  },
);

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
          tensors.run(
            'conv2dMultiplyCells',
            productShares(
              offsets.length * Math.ceil(length / tileRows),
              offsets.length * length * g.outChannels * count,
            ),
            table,
            gradient,
            count,
            segments,
            offsets.length,
            length,
            tensors.address(dFilter),
            g.outChannels,
            Number(part.firstImage > 0),
          );
        });
      },
    );
    return [dFilter];
  },
);

/** The convolution of dy with the flipped filter, its channels swapped. */
function gradInputByTiles(tensors: WasmTensors, dy: TensorInfo, filter: TensorInfo, g: ConvGeometry): TensorInfo {
  const dx = tensors.allocate(inputShape(g));
  const tap = g.inChannels * g.outChannels * float;
  const source: Maps = {
    address: tensors.address(dy),
    images: g.batch,
    height: g.outHeight,
    width: g.outWidth,
    channels: g.outChannels,
    top: 2 - g.padTop,
    left: 2 - g.padLeft,
  };
  const taps: TileTaps = {
    address: tensors.address(filter) + 8 * tap,
    tapRowStride: -3 * tap,
    tapColumnStride: -tap,
    rowStride: float,
    columnStride: g.outChannels * float,
  };
  const output = { address: tensors.address(dx), height: g.inHeight, width: g.inWidth, channels: g.inChannels };
  convolveByTiles(tensors, source, taps, output, 0, false);
  return dx;
}

/** The gradient of the input cells of one phase. */
function gradPhase(
  tensors: WasmTensors,
  dy: TensorInfo,
  filter: TensorInfo,
  dx: TensorInfo,
  row: Phase,
  column: Phase,
  g: ConvGeometry,
): void {
  const source: Maps = {
    address: tensors.address(dy),
    images: g.batch,
    height: g.outHeight,
    width: g.outWidth,
    channels: g.outChannels,
    top: -row.lead,
    left: -column.lead,
  };
  const taps: Taps = {
    rows: row.taps.length,
    columns: column.taps.length,
    rowDistance: row.dilation,
    columnDistance: column.dilation,
    stride: 1,
  };
  const tapSize = g.inChannels * g.outChannels * float;
  const turned: Filter = {
    address: tensors.address(filter),
    blocks: row.taps.flatMap((ky) => column.taps.map((kx) => (ky * g.filterWidth + kx) * tapSize)),
    rows: g.outChannels,
    columns: g.inChannels,
    rowStride: float,
    columnStride: g.outChannels * float,
    bias: 0,
  };
  const cell = g.inChannels * float;
  const cells: Cells = {
    address: tensors.address(dx) + (row.residue * g.inWidth + column.residue) * cell,
    rows: row.length,
    columns: column.length,
    imageStride: g.inHeight * g.inWidth * cell,
    rowStride: g.stride * g.inWidth * cell,
    columnStride: g.stride * cell,
  };
  convolve(tensors, source, taps, turned, cells, false);
}

function convolve(tensors: WasmTensors, source: Maps, taps: Taps, filter: Filter, cells: Cells, relu: boolean): void {
  const { blocks, rows, columns } = filter;
  const packedSize = paddedTo4(columns) * (blocks.length * rows + 1) * float;
  tensors.withScratch([packedSize, blocks.length * float], (packed, blockOffsets) => {
    tensors.storeInts(blockOffsets, blocks);
    tensors.run(
      'conv2dPackFilter',
      moveShares(Math.ceil(columns / panelColumns), blocks.length * rows * columns),
      filter.address,
      packed,
      blocks.length,
      blockOffsets,
      rows,
      columns,
      filter.rowStride,
      filter.columnStride,
      filter.bias,
    );
    forPadded(tensors, source, taps, cells.rows, cells.columns, true, (part) => {
      const count = part.images * cells.rows * cells.columns;
      const { offsets, length } = segmentsOf(taps, source.channels, part.rowStride);
      const tableSize = (count + tableSlack) * float;
      tensors.withScratch([tableSize, tableSize, offsets.length * float], (from, to, segments) => {
        tensors.storeInts(segments, offsets);
        listCells(tensors, from, part.images, readCells(part, taps, cells.rows, cells.columns, source.channels));
        const address = cells.address + part.firstImage * cells.imageStride;
        listCells(tensors, to, part.images, { ...cells, address });
        tensors.run(
          'conv2dMultiply',
          productShares(Math.ceil(count / tileRows), offsets.length * length * columns * count),
          from,
          to,
          count,
          segments,
          offsets.length,
          length,
          packed,
          columns,
          Number(relu),
        );
      });
    });
  });
}

/** Maps with all cells that the taps touch. */
interface Padded {
  address: number;
  firstImage: number;
  images: number;
  /** Bytes. */
  imageStride: number;
  rowStride: number;
}

/** Calls `use` with padded maps of as many images at a time as fit the bound, or with the maps themselves where they do. */
function forPadded(
  tensors: WasmTensors,
  source: Maps,
  taps: Taps,
  rows: number,
  columns: number,
  mayReadSource: boolean,
  use: (part: Padded) => void,
): void {
  const { address, images, height, width, channels, top, left } = source;
  const paddedHeight = (rows - 1) * taps.stride + (taps.rows - 1) * taps.rowDistance + 1;
  const paddedWidth = (columns - 1) * taps.stride + (taps.columns - 1) * taps.columnDistance + 1;
  const cell = channels * float;
  if (mayReadSource && top === 0 && left === 0 && paddedHeight <= height && paddedWidth <= width) {
    const [imageStride, rowStride] = [height * width * cell, width * cell];
    use({ address, firstImage: 0, images, imageStride, rowStride });
    return;
  }
  const imageStride = paddedHeight * paddedWidth * cell;
  const imagesAtOnce = Math.min(images, Math.max(1, Math.floor(maxPaddedBytes / imageStride)));
  tensors.withScratch([imagesAtOnce * imageStride + tileRows * float], (padded) => {
    for (let first = 0; first < images; first += imagesAtOnce) {
      const count = Math.min(imagesAtOnce, images - first);
      const from = address + first * height * width * cell;
      const sizes = [count, height, width, cell, paddedHeight, paddedWidth, top, left];
      tensors.run('conv2dPad', moveShares(count * paddedHeight, (count * imageStride) / float), from, padded, ...sizes);
      use({ address: padded, firstImage: first, images: count, imageStride, rowStride: paddedWidth * cell });
    }
  });
}

/** The cells of the padded maps that the first tap reads for each output cell. */
function readCells(part: Padded, taps: Taps, rows: number, columns: number, channels: number): Cells {
  return {
    address: part.address,
    rows,
    columns,
    imageStride: part.imageStride,
    rowStride: taps.stride * part.rowStride,
    columnStride: taps.stride * channels * float,
  };
}

function listCells(tensors: WasmTensors, table: number, images: number, cells: Cells): void {
  const { rows, columns, address, imageStride, rowStride, columnStride } = cells;
  tensors.run(
    'conv2dCells',
    moveShares(images * rows, images * rows * columns),
    table,
    images,
    rows,
    columns,
    address,
    imageStride,
    rowStride,
    columnStride,
  );
}

/** What the taps read as runs of numbers: the taps of a row are one run if they lie side by side. */
function segmentsOf(taps: Taps, channels: number, rowStride: number): { offsets: number[]; length: number } {
  const { rows, columns, rowDistance, columnDistance } = taps;
  const together = columnDistance === 1 || columns === 1;
  const offsets: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < (together ? 1 : columns); column++) {
      offsets.push(row * rowDistance * rowStride + column * columnDistance * channels * float);
    }
  }
  return { offsets, length: together ? columns * channels : channels };
}

function sourceOf(address: number, g: ConvGeometry): Maps {
  const { batch, inHeight, inWidth, inChannels, padTop, padLeft } = g;
  return { address, images: batch, height: inHeight, width: inWidth, channels: inChannels, top: padTop, left: padLeft };
}

function outputOf(address: number, { outHeight, outWidth, outChannels }: ConvGeometry): Output {
  return { address, height: outHeight, width: outWidth, channels: outChannels };
}

function tapsOf({ filterHeight, filterWidth, dilation, stride }: ConvGeometry): Taps {
  return { rows: filterHeight, columns: filterWidth, rowDistance: dilation, columnDistance: dilation, stride };
}

function mapCells(address: number, { outHeight, outWidth, outChannels }: ConvGeometry): Cells {
  const columnStride = outChannels * float;
  const rowStride = outWidth * columnStride;
  return { address, rows: outHeight, columns: outWidth, imageStride: outHeight * rowStride, rowStride, columnStride };
}

function paddedTo4(channels: number): number {
  return 4 * Math.ceil(channels / 4);
}
