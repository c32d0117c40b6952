import type { Shader } from '../../webgpu/call';
import type { Constants } from '../../webgpu/source';
import bakedTemplate from './baked-params.wgsl?raw';
import paramsTemplate from './conv-params.wgsl?raw';
import type { ConvGeometry } from './geometry';

/** A shader that takes `ConvParams` as its uniform: one pipeline serves all layers. */
export function convShader(name: string, template: string): Shader {
  return { name, template: paramsTemplate + template };
}

/** A shader whose constants include `bakedParams`: a pipeline of its own for every geometry. */
export function bakedConvShader(name: string, template: string): Shader {
  return { name, template: paramsTemplate + bakedTemplate + template };
}

/** What a kernel needs besides the geometry. */
interface Extras {
  upsample?: number;
  slice?: number;
}

/** The uniform `ConvParams`. */
export function convParams(g: ConvGeometry, extras: Extras = {}): { integers: number[] } {
  return { integers: Object.values(fields(g, extras)) };
}

/** The values of the constant `params`. */
export function bakedParams(g: ConvGeometry, extras: Extras = {}): Constants {
  return fields(g, extras);
}

/** In the order of conv-params.wgsl. */
function fields(g: ConvGeometry, { upsample = 1, slice = 0 }: Extras) {
  return {
    BATCH: g.batch,
    IN_HEIGHT: g.inHeight,
    IN_WIDTH: g.inWidth,
    IN_CHANNELS: g.inChannels,
    OUT_HEIGHT: g.outHeight,
    OUT_WIDTH: g.outWidth,
    OUT_CHANNELS: g.outChannels,
    FILTER_HEIGHT: g.filterHeight,
    FILTER_WIDTH: g.filterWidth,
    STRIDE: g.stride,
    DILATION: g.dilation,
    PAD_TOP: g.padTop,
    PAD_LEFT: g.padLeft,
    UPSAMPLE: upsample,
    SLICE: slice,
  };
}
