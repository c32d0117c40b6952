/**
 * @file How a convolution finds its numbers in the heap: maps padded with zeros, tables of the cells in them, and what the
 * taps of a filter read from there.
 */
import { moveShares, type WasmTensors } from '../wasm-tensors';
import type { ConvGeometry } from './geometry';
import type { Maps, Output } from './winograd.wasm';

/** Bound of the copy of padded maps (8 MiB); at least one image is taken at once. */
const maxPaddedBytes = 1 << 23;
/** Rows and columns of the product that one tile makes, as in multiply.simd.ts. */
export const tileRows = 6;
export const panelColumns = 8;
/** Entries that the table of cells has beyond the cells. */
export const tableSlack = 5;
export const float = 4;

/** The taps laid over the source: how many, their distance, and the distance of neighbouring output cells. */
export interface Taps {
  rows: number;
  columns: number;
  rowDistance: number;
  columnDistance: number;
  stride: number;
}

/** Cells in the heap; strides in bytes. */
export interface Cells {
  address: number;
  rows: number;
  columns: number;
  imageStride: number;
  rowStride: number;
  columnStride: number;
}

/** Maps with all cells that the taps touch. */
export interface Padded {
  address: number;
  firstImage: number;
  images: number;
  /** Bytes. */
  imageStride: number;
  rowStride: number;
}

/** Calls `use` with padded maps of as many images at a time as fit the bound, or with the maps themselves where they do. */
export function forPadded(
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
export function readCells(part: Padded, taps: Taps, rows: number, columns: number, channels: number): Cells {
  return {
    address: part.address,
    rows,
    columns,
    imageStride: part.imageStride,
    rowStride: taps.stride * part.rowStride,
    columnStride: taps.stride * channels * float,
  };
}

export function listCells(tensors: WasmTensors, table: number, images: number, cells: Cells): void {
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
export function segmentsOf(taps: Taps, channels: number, rowStride: number): { offsets: number[]; length: number } {
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

export function sourceOf(address: number, g: ConvGeometry): Maps {
  const { batch, inHeight, inWidth, inChannels, padTop, padLeft } = g;
  return { address, images: batch, height: inHeight, width: inWidth, channels: inChannels, top: padTop, left: padLeft };
}

export function outputOf(address: number, { outHeight, outWidth, outChannels }: ConvGeometry): Output {
  return { address, height: outHeight, width: outWidth, channels: outChannels };
}

export function tapsOf({ filterHeight, filterWidth, dilation, stride }: ConvGeometry): Taps {
  return { rows: filterHeight, columns: filterWidth, rowDistance: dilation, columnDistance: dilation, stride };
}

export function mapCells(address: number, { outHeight, outWidth, outChannels }: ConvGeometry): Cells {
  const columnStride = outChannels * float;
  const rowStride = outWidth * columnStride;
  return { address, rows: outHeight, columns: outWidth, imageStride: outHeight * rowStride, rowStride, columnStride };
}

export function paddedTo4(channels: number): number {
  return 4 * Math.ceil(channels / 4);
}
