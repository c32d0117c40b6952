/**
 * @file Convolution and its gradients on WebGPU.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { sumSlices } from '../reductions/sum-slices.webgpu';
import { convParams, convShader } from './conv-params';
import type { Conv2DAttrs, Conv2DGradAttrs } from './conv2d';
import convTemplate from './conv2d.wgsl?raw';
import gradFilterTemplate from './conv2d-grad-filter.wgsl?raw';
import quadsTemplate from './conv2d-quads.wgsl?raw';
import { type ConvGeometry, filterShape, outputShape } from './geometry';
import transposeTemplate from './transpose-filter.wgsl?raw';

const forwardShader = convShader('conv2d', convTemplate);
const quadsShader = convShader('conv2d-quads', quadsTemplate);
const gradFilterShader = convShader('conv2d-grad-filter', gradFilterTemplate);
const transposeShader = { name: 'transpose-filter', template: transposeTemplate };

const workgroupSize = 32;
/** Output cells and groups of four output channels that one thread of the forward kernel owns. */
const threadTile = { rows: 8, columns: 2 };
/** The same for a quad: measured best of 4x4 to 16x8 on SwiftShader; half as wide where there are only 8 channels. */
const quadTile = { rows: 8, columns: 4 };
const narrowQuadTile = { rows: 8, columns: 2 };
/** Groups of four input and of four output channels that one thread of the filter gradient owns. */
const gradFilterTile = { input: 2, output: 2 };

export const conv2dWebgpu = webgpuKernel<'x' | 'filter' | 'bias', Conv2DAttrs>(
  'SsdConv2D',
  ({ x, filter, bias }, { geometry, relu }, backend) => [convolve(backend, x, filter, bias, geometry, { relu })],
);

export const conv2dGradInputWebgpu = webgpuKernel<'dy' | 'filter', Conv2DGradAttrs>(
  'SsdConv2DGradInput',
  ({ dy, filter }, { geometry: g }, backend) => {
    const taps = g.filterHeight * g.filterWidth;
    const turned = allocate(backend, [g.filterHeight, g.filterWidth, g.outChannels, g.inChannels]);
    dispatch(backend, {
      shader: transposeShader,
      inputs: [filter],
      outputs: [turned],
      params: { integers: [taps, g.inChannels, g.outChannels] },
      workgroups: workgroupsFor(taps * g.inChannels * g.outChannels, 64),
    });
    const dx = convolve(backend, dy, turned, undefined, transposed(g), { upsample: g.stride });
    backend.disposeData(turned.dataId);
    return [dx];
  },
);

export const conv2dGradFilterWebgpu = webgpuKernel<'x' | 'dy', Conv2DGradAttrs>(
  'SsdConv2DGradFilter',
  ({ x, dy }, { geometry: g }, backend) => {
    const taps = g.filterHeight * g.filterWidth;
    const rows = g.batch * g.outHeight;
    const tilesIn = Math.ceil(g.inChannels / (4 * gradFilterTile.input));
    const tilesOut = Math.ceil(g.outChannels / (4 * gradFilterTile.output));
    const sliceRows = Math.ceil(rows / sliceCount(g, taps * tilesIn * tilesOut));
    const slices = Math.ceil(rows / sliceRows);
    const parts = allocate(backend, [slices, ...filterShape(g)]);
    dispatch(backend, {
      shader: gradFilterShader,
      constants: {
        ...vectorAccess(g),
        IN_TILES: gradFilterTile.input,
        OUT_TILES: gradFilterTile.output,
      },
      inputs: [x, dy],
      outputs: [parts],
      params: convParams(g, { sliceRows }),
      workgroups: workgroupsFor(tilesOut * tilesIn * taps * slices, workgroupSize),
    });
    return [slices === 1 ? { ...parts, shape: filterShape(g) } : sumSlices(backend, parts, filterShape(g))];
  },
);

/** The geometry of the gradient of a convolution: from its output back to its input with the turned filter. */
function transposed(g: ConvGeometry): ConvGeometry {
  return {
    ...g,
    inHeight: g.outHeight,
    inWidth: g.outWidth,
    inChannels: g.outChannels,
    outHeight: g.inHeight,
    outWidth: g.inWidth,
    outChannels: g.inChannels,
    stride: 1,
    padTop: g.dilation * (g.filterHeight - 1) - g.padTop,
    padLeft: g.dilation * (g.filterWidth - 1) - g.padLeft,
  };
}

function convolve(
  backend: WebGPUBackend,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  g: ConvGeometry,
  { relu = false, upsample = 1 },
): TensorInfo {
  const y = allocate(backend, outputShape(g));
  const inputs = bias === undefined ? [x, filter] : [x, filter, bias];
  const quads = hasQuadVectors(backend.device);
  const tile = quads ? (g.outChannels > 8 ? quadTile : narrowQuadTile) : threadTile;
  const cells = g.batch * Math.ceil(g.outHeight / upsample) * Math.ceil(g.outWidth / upsample);
  const tiles = Math.ceil(cells / tile.rows) * Math.ceil(g.outChannels / (4 * tile.columns));
  const [groupsX, groupsY] = workgroupsFor(tiles * (quads ? 4 : 1), workgroupSize);
  dispatch(backend, {
    shader: quads ? quadsShader : forwardShader,
    constants: {
      ...(quads ? {} : vectorAccess(g)),
      BIAS: bias !== undefined,
      RELU: relu,
      OUTPUT: inputs.length,
      ROWS: tile.rows,
      COLUMNS: tile.columns,
    },
    inputs,
    outputs: [y],
    params: convParams(g, { upsample }),
    workgroups: [groupsX, groupsY, upsample * upsample],
  });
  return y;
}

/** True where four neighbouring threads run as one vector of the CPU: SwiftShader. There quads are 1.2 to 1.7 times as fast. */
function hasQuadVectors(device: GPUDevice): boolean {
  return device.features.has('subgroups') && device.adapterInfo.subgroupMaxSize === 4;
}

/**
 * How many slices split the sum of a filter gradient: enough threads to fill a device, sums of at most 2,048 terms a
 * thread (a long f32 sum loses digits), and partial results of at most 64 MiB.
 */
function sliceCount(g: ConvGeometry, threadsPerSlice: number): number {
  const wanted = Math.max(8192 / threadsPerSlice, (g.batch * g.outHeight * g.outWidth) / 2048);
  const bytes = 4 * g.filterHeight * g.filterWidth * g.inChannels * g.outChannels;
  const affordable = Math.max(1, Math.floor(2 ** 26 / bytes));
  return Math.min(Math.ceil(wanted), affordable, g.batch * g.outHeight);
}

/** Channels in fours are read and written as vectors. */
function vectorAccess(g: ConvGeometry) {
  return { IN_VEC: g.inChannels % 4 === 0, OUT_VEC: g.outChannels % 4 === 0 };
}
