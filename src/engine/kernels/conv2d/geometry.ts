/**
 * @file The geometry of a convolution, fixed once per layer and shared by its forward and both gradients.
 */

/** Sizes of one convolution over NHWC maps with an HWIO filter; lengths in cells. */
export interface ConvGeometry {
  batch: number;
  inHeight: number;
  inWidth: number;
  inChannels: number;
  outHeight: number;
  outWidth: number;
  /** For a depthwise filter [fh, fw, C, 1] this is the multiplier 1; the output then has `inChannels` channels. */
  outChannels: number;
  filterHeight: number;
  filterWidth: number;
  stride: number;
  dilation: number;
  padTop: number;
  padLeft: number;
}

export interface ConvOptions {
  /** Both axes; default 1. */
  stride?: number;
  /** Zero cells around the map, one number for all sides; default 0. */
  pad?: number | { top: number; bottom: number; left: number; right: number };
  /** Distance of neighbouring filter taps; default 1. */
  dilation?: number;
}

/**
 * Derives the output size as floor((in + pads - reach) / stride) + 1, reach = dilation * (filter - 1) + 1.
 *
 * @param xShape      [B, H, W, C]
 * @param filterShape [fh, fw, C, outChannels], or [fh, fw, C, 1] for a depthwise convolution
 * @throws RangeError if a shape has another rank, the channels disagree or no output cell exists
 */
export function convGeometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  options: ConvOptions = {},
): ConvGeometry {
  if (xShape.length !== 4 || filterShape.length !== 4 || xShape[3] !== filterShape[2]) {
    const got = `x [${xShape.join(', ')}] and filter [${filterShape.join(', ')}]`;
    throw new RangeError(`convGeometry: got ${got}; expected x [B, H, W, C] and filter [fh, fw, C, outChannels]`);
  }
  const { stride = 1, dilation = 1, pad = 0 } = options;
  const sides = typeof pad === 'number' ? { top: pad, bottom: pad, left: pad, right: pad } : pad;
  const [batch, inHeight, inWidth, inChannels] = xShape;
  const [filterHeight, filterWidth, , outChannels] = filterShape;
  return {
    batch,
    inHeight,
    inWidth,
    inChannels,
    outHeight: outputLength('height', inHeight + sides.top + sides.bottom, filterHeight, stride, dilation),
    outWidth: outputLength('width', inWidth + sides.left + sides.right, filterWidth, stride, dilation),
    outChannels,
    filterHeight,
    filterWidth,
    stride,
    dilation,
    padTop: sides.top,
    padLeft: sides.left,
  };
}

/** [B, H, W, C] of the input map. */
export function inputShape(g: ConvGeometry): [number, number, number, number] {
  return [g.batch, g.inHeight, g.inWidth, g.inChannels];
}

/** [B, H, W, outChannels] of the output map. */
export function outputShape(g: ConvGeometry): [number, number, number, number] {
  return [g.batch, g.outHeight, g.outWidth, g.outChannels];
}

/** [fh, fw, C, outChannels]. */
export function filterShape(g: ConvGeometry): [number, number, number, number] {
  return [g.filterHeight, g.filterWidth, g.inChannels, g.outChannels];
}

function outputLength(axis: string, padded: number, filter: number, stride: number, dilation: number): number {
  const reach = dilation * (filter - 1) + 1;
  if (padded >= reach) return Math.floor((padded - reach) / stride) + 1;
  throw new RangeError(`convGeometry: the padded ${axis} is ${padded}; expected at least the filter's reach ${reach}`);
}
