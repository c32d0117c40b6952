import paramsTemplate from './conv-params.wgsl?raw';
import type { ConvGeometry } from './geometry';

/** A shader that takes `ConvParams` as its uniform. */
export function convShader(name: string, template: string): { name: string; template: string } {
  return { name, template: paramsTemplate + template };
}

/** The uniform `ConvParams`, in the order of conv-params.wgsl. */
export function convParams(g: ConvGeometry, { upsample = 1, sliceRows = 0 } = {}): { integers: number[] } {
  return {
    integers: [
      g.batch,
      g.inHeight,
      g.inWidth,
      g.inChannels,
      g.outHeight,
      g.outWidth,
      g.outChannels,
      g.filterHeight,
      g.filterWidth,
      g.stride,
      g.dilation,
      g.padTop,
      g.padLeft,
      upsample,
      sliceRows,
    ],
  };
}
