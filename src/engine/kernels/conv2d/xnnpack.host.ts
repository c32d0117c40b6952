/**
 * @file Convolution and its gradients on the wasm back end, all through XNNPACK's kernels: they alone use SIMD and
 * threads. The gradients are written as convolutions and products of the forms that XNNPACK is fast at.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { hostKernel } from '../host-tensors';
import type { WasmTensors } from '../wasm-tensors';
import type { Conv2DAttrs, Conv2DGradAttrs } from './conv2d';
import { type ConvGeometry, filterShape, inputShape } from './geometry';
import { gatherPatches, planesSize, toPlanes } from './patches';
import { type Phase, phases } from './phases';

/** Bound of the matrix of patches, in numbers (8 MiB). Below 1 MiB the product slows down; above 4 MiB nothing is gained. */
const maxPatchNumbers = 1 << 21;

interface Window {
  stride: number;
  dilation: [number, number];
  /** Zero cells: [top, bottom], [left, right]. */
  pad: [[number, number], [number, number]];
}

interface ConvInputs {
  x: TensorInfo;
  filter: TensorInfo;
  bias?: TensorInfo;
}

export const conv2dXnnpack = hostKernel<'x' | 'filter', Conv2DAttrs, WasmTensors>(
  'SsdConv2D',
  (inputs, { geometry: g, relu }, tensors) => {
    const window: Window = {
      stride: g.stride,
      dilation: [g.dilation, g.dilation],
      pad: [
        [g.padTop, padAfter(g.inHeight, g.outHeight, g.filterHeight, g.padTop, g)],
        [g.padLeft, padAfter(g.inWidth, g.outWidth, g.filterWidth, g.padLeft, g)],
      ],
    };
    return [convolve(tensors, inputs, window, relu)];
  },
);

export const conv2dGradInputXnnpack = hostKernel<'dy' | 'filter', Conv2DGradAttrs, WasmTensors>(
  'SsdConv2DGradInput',
  ({ dy, filter }, { geometry: g }, tensors) => {
    const { stride, dilation } = g;
    const vertical = { input: g.inHeight, output: g.outHeight, filter: g.filterHeight, pad: g.padTop };
    const horizontal = { input: g.inWidth, output: g.outWidth, filter: g.filterWidth, pad: g.padLeft };
    const rows = phases({ ...vertical, stride, dilation });
    const columns = phases({ ...horizontal, stride, dilation });
    if (isWhole(rows, g.inHeight) && isWhole(columns, g.inWidth)) {
      return [gradPart(dy, filter, rows[0], columns[0], g, tensors)];
    }
    const dx = tensors.allocate(inputShape(g));
    if (rows.length < stride || columns.length < stride) tensors.floats(dx).fill(0);
    for (const row of rows) {
      for (const column of columns) {
        const part = gradPart(dy, filter, row, column, g, tensors);
        scatterPart(tensors.floats(part), tensors.floats(dx), row, column, g);
        tensors.release(part);
      }
    }
    return [dx];
  },
);

/** Whether one phase makes every cell along an axis of this length and nothing else. */
function isWhole([first, ...others]: Phase[], length: number): boolean {
  return others.length === 0 && first !== undefined && first.length === length && first.results === length;
}

export const conv2dGradFilterXnnpack = hostKernel<'x' | 'dy', Conv2DGradAttrs, WasmTensors>(
  'SsdConv2DGradFilter',
  ({ x, dy }, { geometry: g }, tensors) => {
    const dFilter = tensors.allocate(filterShape(g));
    tensors.floats(dFilter).fill(0);
    const rowNumbers = g.filterHeight * g.filterWidth * g.inChannels * g.outWidth;
    const groups = Math.ceil((g.batch * g.outHeight * rowNumbers) / maxPatchNumbers);
    const imagesAtOnce = Math.ceil(g.batch / groups);
    for (let begin = 0; begin < g.batch; begin += imagesAtOnce) {
      const images = Math.min(imagesAtOnce, g.batch - begin);
      const planes = tensors.allocate([planesSize(g, images)]);
      const cells = tensors.allocate([g.outHeight, g.outWidth, images, g.outChannels]);
      toPlanes(tensors.floats(x), g, begin, { values: tensors.floats(planes), images });
      imagesInnermost(tensors.floats(dy), g, begin, images, tensors.floats(cells));
      const rowsAtOnce = Math.max(1, Math.floor(maxPatchNumbers / (rowNumbers * images)));
      for (let row = 0; row < g.outHeight; row += rowsAtOnce) {
        const end = Math.min(g.outHeight, row + rowsAtOnce);
        addShare(planes, cells, images, row, end, dFilter, g, tensors);
      }
      tensors.release(planes);
      tensors.release(cells);
    }
    return [dFilter];
  },
);

/** Adds to dFilter what output rows [begin, end) of a group of images contribute. */
function addShare(
  planes: TensorInfo,
  cells: TensorInfo,
  images: number,
  begin: number,
  end: number,
  dFilter: TensorInfo,
  g: ConvGeometry,
  tensors: WasmTensors,
): void {
  const rowCells = g.outWidth * images;
  const patches = tensors.allocate([1, g.filterHeight * g.filterWidth * g.inChannels, (end - begin) * rowCells]);
  gatherPatches({ values: tensors.floats(planes), images }, g, begin, end, tensors.floats(patches));
  const share = tensors.withRows(cells, g.outChannels, begin * rowCells, end * rowCells, (rows) =>
    tensors.stock('BatchMatMul', { a: patches, b: rows }, { transposeA: false, transposeB: false }),
  );
  tensors.release(patches);
  const [sum, part] = [tensors.floats(dFilter), tensors.floats(share)];
  for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  tensors.release(share);
}

/** Images [begin, begin + images) of f32[B, cells, K] as f32[cells, images, K]. */
function imagesInnermost(dy: Float32Array, g: ConvGeometry, begin: number, images: number, out: Float32Array): void {
  const channels = g.outChannels;
  const imageSize = g.outHeight * g.outWidth * channels;
  let target = 0;
  for (let cell = begin * imageSize; cell < (begin + 1) * imageSize; cell += channels) {
    for (let image = 0; image < images; image++) {
      const source = cell + image * imageSize;
      for (let i = source; i < source + channels; i++) out[target++] = dy[i];
    }
  }
}

/** XNNPACK's convolution with the bias and the ReLU in it. */
function convolve(tensors: WasmTensors, inputs: ConvInputs, window: Window, relu: boolean): TensorInfo {
  const { stride, dilation, pad } = window;
  return tensors.stock(
    'FusedConv2D',
    { ...inputs },
    {
      strides: [stride, stride],
      dilations: dilation,
      pad: [[0, 0], ...pad, [0, 0]],
      dataFormat: 'NHWC',
      activation: relu ? 'relu' : 'linear',
    },
  );
}

/** The padding after the map that the last output cell reaches into. */
function padAfter(input: number, output: number, filter: number, padBefore: number, g: ConvGeometry): number {
  return Math.max(0, (output - 1) * g.stride + g.dilation * (filter - 1) + 1 - input - padBefore);
}

/** The convolution of dy that makes one phase of the input gradient; its first `skip` rows and columns do not count. */
function gradPart(
  dy: TensorInfo,
  filter: TensorInfo,
  row: Phase,
  column: Phase,
  g: ConvGeometry,
  tensors: WasmTensors,
): TensorInfo {
  const turned = tensors.allocate([row.taps.length, column.taps.length, g.outChannels, g.inChannels]);
  turnFilter(tensors.floats(filter), row.taps, column.taps, g, tensors.floats(turned));
  const window: Window = {
    stride: 1,
    dilation: [row.dilation, column.dilation],
    pad: [
      [row.padBefore, row.padAfter],
      [column.padBefore, column.padAfter],
    ],
  };
  const part = convolve(tensors, { x: dy, filter: turned }, window, false);
  tensors.release(turned);
  return part;
}

/** Picks taps of a filter and swaps its channels: [fh, fw, C, K] to [rows, columns, K, C]. */
function turnFilter(filter: Float32Array, rows: number[], columns: number[], g: ConvGeometry, out: Float32Array): void {
  const { inChannels, outChannels } = g;
  let target = 0;
  for (const ky of rows) {
    for (const kx of columns) {
      const tap = (ky * g.filterWidth + kx) * inChannels * outChannels;
      for (let k = 0; k < outChannels; k++) {
        for (let c = 0; c < inChannels; c++) out[target++] = filter[tap + c * outChannels + k];
      }
    }
  }
}

/** Puts the cells of one phase in their places. */
function scatterPart(part: Float32Array, dx: Float32Array, row: Phase, column: Phase, g: ConvGeometry): void {
  const channels = g.inChannels;
  for (let b = 0; b < g.batch; b++) {
    for (let n = 0; n < row.length; n++) {
      const y = n * g.stride + row.residue;
      let source = ((b * row.results + n + row.skip) * column.results + column.skip) * channels;
      let target = ((b * g.inHeight + y) * g.inWidth + column.residue) * channels;
      for (let m = 0; m < column.length; m++, target += (g.stride - 1) * channels) {
        for (let c = 0; c < channels; c++) dx[target++] = part[source++];
      }
    }
  }
}
