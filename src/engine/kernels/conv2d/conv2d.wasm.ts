/**
 * @file Convolution and the gradient of its input on the wasm back end: by tiles where takesWinograd says so, else as
 * products of addresses into zero-padded maps for the kernels of multiply.simd.ts.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { hostKernel } from '../host-tensors';
import { moveShares, productShares, type WasmTensors } from '../wasm-tensors';
import type { Conv2DAttrs, Conv2DGradAttrs } from './conv2d';
import { type ConvGeometry, inputShape, outputShape } from './geometry';
import {
  type Cells,
  float,
  forPadded,
  listCells,
  mapCells,
  outputOf,
  paddedTo4,
  panelColumns,
  readCells,
  segmentsOf,
  sourceOf,
  type Taps,
  tableSlack,
  tapsOf,
  tileRows,
} from './layout.wasm';
import { type Phase, phases } from './phases';
import { convolveByTiles, type Maps, type Taps as TileTaps, takesWinograd } from './winograd.wasm';

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
