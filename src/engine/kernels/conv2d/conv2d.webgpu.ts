/**
 * @file Convolution and its gradients on WebGPU: what the planner chose, dispatched.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { adapterTraits } from '../../webgpu/adapter';
import type { Dispatch } from '../../webgpu/call';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { sumSlices } from '../reductions/sum-slices.webgpu';
import { bakedConvShader, bakedParams, convParams, convShader } from './conv-params';
import type { Conv2DAttrs, Conv2DGradAttrs } from './conv2d';
import registersTemplate from './conv2d-registers.wgsl?raw';
import workgroupTemplate from './conv2d-workgroup.wgsl?raw';
import { type ConvGeometry, filterShape, outputShape } from './geometry';
import gradFilterRegistersTemplate from './grad-filter-registers.wgsl?raw';
import gradFilterWorkgroupTemplate from './grad-filter-workgroup.wgsl?raw';
import { planConv2d, planGradFilter, type RegisterPlan, tileOf, type WorkgroupPlan } from './planner';
import turnTemplate from './turn-filter.wgsl?raw';

const registersShader = convShader('conv2d-registers', registersTemplate);
const workgroupShader = bakedConvShader('conv2d-workgroup', workgroupTemplate);
const gradFilterRegistersShader = convShader('grad-filter-registers', gradFilterRegistersTemplate);
const turnShader = { name: 'turn-filter', template: turnTemplate };
const gradFilterWorkgroupShader = bakedConvShader('grad-filter-workgroup', gradFilterWorkgroupTemplate);

/** Threads of a workgroup that share nothing. */
const looseThreads = 32;

export const conv2dWebgpu = webgpuKernel<'x' | 'filter' | 'bias', Conv2DAttrs>(
  'SsdConv2D',
  ({ x, filter, bias }, { geometry, relu }, backend) => [
    convolve(backend, { x, filter, bias, relu, geometry, upsample: 1, turned: false }),
  ],
);

export const conv2dGradInputWebgpu = webgpuKernel<'dy' | 'filter', Conv2DGradAttrs>(
  'SsdConv2DGradInput',
  ({ dy, filter }, { geometry: g }, backend) => [
    convolve(backend, { x: dy, filter, geometry: transposed(g), relu: false, upsample: g.stride, turned: true }),
  ],
);

export const conv2dGradFilterWebgpu = webgpuKernel<'x' | 'dy', Conv2DGradAttrs>(
  'SsdConv2DGradFilter',
  ({ x, dy }, { geometry: g }, backend) => {
    const plan = planGradFilter(g, adapterTraits(backend.device));
    const parts = allocate(backend, [plan.slices, ...filterShape(g)]);
    const call = plan.family === 'registers' ? gradFilterInRegisters(g, plan) : gradFilterInWorkgroups(g, plan);
    dispatch(backend, { ...call, inputs: [x, dy], outputs: [parts] });
    return [plan.slices === 1 ? { ...parts, shape: filterShape(g) } : sumSlices(backend, parts, filterShape(g))];
  },
);

/** What is dispatched, but for the tensors. */
type Call = Omit<Dispatch, 'inputs' | 'outputs'>;

function gradFilterInRegisters(g: ConvGeometry, plan: ReturnType<typeof planGradFilter> & RegisterPlan): Call {
  const tilesIn = Math.ceil(g.inChannels / (4 * plan.rows));
  const tilesOut = Math.ceil(g.outChannels / (4 * plan.columns * plan.lanes));
  const tiles = plan.slices * g.filterHeight * g.filterWidth * tilesIn * tilesOut;
  return {
    shader: gradFilterRegistersShader,
    constants: {
      ...vectorAccess(g),
      QUADS: plan.lanes === 4,
      LANES: plan.lanes,
      IN_TILES: plan.rows,
      OUT_TILES: plan.columns,
    },
    params: convParams(g, { slice: plan.length }),
    workgroups: workgroupsFor(tiles * plan.lanes, looseThreads),
  };
}

function gradFilterInWorkgroups(g: ConvGeometry, plan: ReturnType<typeof planGradFilter> & WorkgroupPlan): Call {
  const { rowThreads, channelThreads, rows, columns, depth } = plan;
  const tile = tileOf(plan);
  const threads = rowThreads * channelThreads;
  const filterRows = g.filterHeight * g.filterWidth * g.inChannels;
  return {
    shader: gradFilterWorkgroupShader,
    constants: {
      ...bakedParams(g, { slice: plan.length }),
      ...vectorAccess(g),
      ROWS: rows,
      COLUMNS: columns,
      ROW_THREADS: rowThreads,
      CHANNEL_THREADS: channelThreads,
      THREADS: threads,
      DEPTH: depth,
      TILE_ROWS: tile.rows,
      TILE_GROUPS: tile.channels / 4,
      X_LOADS: (depth * tile.rows) / threads,
      DY_LOADS: (depth * tile.channels) / 4 / threads,
    },
    workgroups: [Math.ceil(filterRows / (4 * tile.rows)), Math.ceil(g.outChannels / tile.channels), plan.slices],
  };
}

interface Convolution {
  x: TensorInfo;
  filter: TensorInfo;
  bias?: TensorInfo | undefined;
  relu: boolean;
  geometry: ConvGeometry;
  upsample: number;
  /** The filter's taps are taken in reverse and its channel axes swapped. */
  turned: boolean;
}

function convolve(backend: WebGPUBackend, convolution: Convolution): TensorInfo {
  const { x, filter, bias, relu, geometry: g, upsample, turned } = convolution;
  const y = allocate(backend, outputShape(g));
  const plan = planConv2d(g, upsample, adapterTraits(backend.device));
  const inPlace = plan.family === 'registers';
  const weights = turned && !inPlace ? turn(backend, filter, g) : filter;
  const inputs = bias === undefined ? [x, weights] : [x, weights, bias];
  const call = inPlace ? inRegisters(g, upsample, plan, turned) : inWorkgroups(g, upsample, plan);
  const variant = { ...vectorAccess(g), BIAS: bias !== undefined, RELU: relu, OUTPUT: inputs.length };
  dispatch(backend, { ...call, constants: { ...call.constants, ...variant }, inputs, outputs: [y] });
  if (weights !== filter) backend.disposeData(weights.dataId);
  return y;
}

/** The filter that a convolution of geometry `g` needs, from the one whose gradient it takes. */
function turn(backend: WebGPUBackend, filter: TensorInfo, g: ConvGeometry): TensorInfo {
  const turned = allocate(backend, filterShape(g));
  const taps = g.filterHeight * g.filterWidth;
  dispatch(backend, {
    shader: turnShader,
    params: { integers: [taps, g.outChannels, g.inChannels] },
    inputs: [filter],
    outputs: [turned],
    workgroups: [Math.ceil(g.inChannels / 16), Math.ceil(g.outChannels / 16), taps],
  });
  return turned;
}

function inRegisters(g: ConvGeometry, upsample: number, { lanes, rows, columns }: RegisterPlan, turned: boolean): Call {
  const { IN_VEC, OUT_VEC } = vectorAccess(g);
  const cells = g.batch * Math.ceil(g.outHeight / upsample) * Math.ceil(g.outWidth / upsample);
  const tiles = Math.ceil(cells / (rows * lanes)) * Math.ceil(g.outChannels / (4 * columns * lanes));
  const [groupsX, groupsY] = workgroupsFor(tiles * lanes, looseThreads);
  return {
    shader: registersShader,
    constants: {
      QUADS: lanes === 4,
      LANES: lanes,
      ROWS: rows,
      COLUMNS: columns,
      UPSAMPLED: upsample > 1,
      TURNED: turned,
      // Vectors lie along the filter's last axis.
      WEIGHTS_VEC: turned ? IN_VEC : OUT_VEC,
      // Images have three channels.
      ONE_GROUP: g.inChannels <= 4,
      PARTS: Math.min(4, g.inChannels),
    },
    params: convParams(g, { upsample }),
    workgroups: [groupsX, groupsY, upsample * upsample],
  };
}

function inWorkgroups(g: ConvGeometry, upsample: number, plan: WorkgroupPlan): Call {
  const { rowThreads, channelThreads, rows, columns, depth } = plan;
  const tile = tileOf(plan);
  const threads = rowThreads * channelThreads;
  const cells = g.batch * Math.ceil(g.outHeight / upsample) * Math.ceil(g.outWidth / upsample);
  return {
    shader: workgroupShader,
    constants: {
      ...bakedParams(g, { upsample }),
      ROWS: rows,
      COLUMNS: columns,
      CELL_THREADS: rowThreads,
      CHANNEL_THREADS: channelThreads,
      THREADS: threads,
      TILE_CELLS: tile.rows,
      TILE_GROUPS: tile.channels / 4,
      DEPTH: depth,
      QUARTERS: depth / 4,
      TAP_STEP: upsample / greatestCommonDivisor(upsample, g.dilation),
      X_LOADS: (depth * tile.rows) / 4 / threads,
      WEIGHT_LOADS: (depth * tile.channels) / 4 / threads,
    },
    workgroups: [Math.ceil(cells / tile.rows), Math.ceil(g.outChannels / tile.channels), upsample * upsample],
  };
}

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

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Channels in fours are read and written as vectors. */
function vectorAccess(g: ConvGeometry) {
  return { IN_VEC: g.inChannels % 4 === 0, OUT_VEC: g.outChannels % 4 === 0 };
}
