/**
 * @file Convolution as a matrix product that reads the maps where they lie: a tile of 6 output cells by 8 output
 * channels stays in registers, and each of its cells is an address into the zero-padded maps, to which the offset of a
 * filter tap is added. What a tap reads is one segment: at dilation 1 the taps of a filter row lie side by side over
 * NHWC maps and are one segment of `filterWidth * channels` numbers.
 *
 * Both gradients are of the same form: that of the input is a convolution of dy (in phases, see phases.ts), that of the
 * filter a product over cells instead of over segments.
 */
import { fma, partBegin, storeLanes } from '../../simd/vector.simd';

/** Output cells of a tile. */
const tileRows: i32 = 6;
/** Output cells that meet one panel of the filter before the next, so that what they read stays in L2. */
const blockRows: i32 = 96;

/**
 * Multiplies the maps with a packed filter.
 *
 * @param cells    u32[count], addresses of what the first tap of each output cell reads
 * @param outputs  u32[count], addresses of the output cells
 * @param segments i32[segmentCount], bytes from the first tap to each segment
 * @param length   numbers in a segment
 * @param filter   from conv2dPackFilter
 * @param columns  channels of the output
 */
export function conv2dMultiply(
  part: i32,
  parts: i32,
  cells: usize,
  outputs: usize,
  count: i32,
  segments: usize,
  segmentCount: i32,
  length: i32,
  filter: usize,
  columns: i32,
  relu: i32,
): void {
  const begin = partBegin(part, parts, count, tileRows);
  const end = partBegin(part + 1, parts, count, tileRows);
  const panelRows = segmentCount * length + 1;
  for (let block = begin; block < end; block += blockRows) {
    const blockEnd = min(end, block + blockRows);
    for (let first = 0; first < columns; first += 8) {
      const panel = filter + ((<usize>first * panelRows) << 2);
      const width = columns - first;
      for (let cell = block; cell < blockEnd; cell += tileRows) {
        const at = cells + ((<usize>cell) << 2);
        const out = outputs + ((<usize>cell) << 2);
        if (width > 4) multiply8(at, out, first << 2, segments, segmentCount, length, panel, width, relu);
        else multiply4(at, out, first << 2, segments, segmentCount, length, panel, width, relu);
      }
    }
  }
}

export function multiply8(
  cells: usize,
  outputs: usize,
  offset: usize,
  segments: usize,
  segmentCount: i32,
  length: i32,
  panel: usize,
  width: i32,
  relu: i32,
): void {
  let s00 = v128.load(panel);
  let s01 = v128.load(panel, 16);
  let s10 = s00;
  let s11 = s01;
  let s20 = s00;
  let s21 = s01;
  let s30 = s00;
  let s31 = s01;
  let s40 = s00;
  let s41 = s01;
  let s50 = s00;
  let s51 = s01;
  panel += 32;
  for (let segment = 0; segment < segmentCount; segment++) {
    const tap = load<i32>(segments + (segment << 2));
    let x0 = <usize>load<u32>(cells) + tap;
    let x1 = <usize>load<u32>(cells, 4) + tap;
    let x2 = <usize>load<u32>(cells, 8) + tap;
    let x3 = <usize>load<u32>(cells, 12) + tap;
    let x4 = <usize>load<u32>(cells, 16) + tap;
    let x5 = <usize>load<u32>(cells, 20) + tap;
    for (let i = 0; i < length; i++) {
      const f0 = v128.load(panel);
      const f1 = v128.load(panel, 16);
      panel += 32;
      let x = v128.load32_splat(x0);
      s00 = fma(x, f0, s00);
      s01 = fma(x, f1, s01);
      x0 += 4;
      x = v128.load32_splat(x1);
      s10 = fma(x, f0, s10);
      s11 = fma(x, f1, s11);
      x1 += 4;
      x = v128.load32_splat(x2);
      s20 = fma(x, f0, s20);
      s21 = fma(x, f1, s21);
      x2 += 4;
      x = v128.load32_splat(x3);
      s30 = fma(x, f0, s30);
      s31 = fma(x, f1, s31);
      x3 += 4;
      x = v128.load32_splat(x4);
      s40 = fma(x, f0, s40);
      s41 = fma(x, f1, s41);
      x4 += 4;
      x = v128.load32_splat(x5);
      s50 = fma(x, f0, s50);
      s51 = fma(x, f1, s51);
      x5 += 4;
    }
  }
  finish8(<usize>load<u32>(outputs) + offset, s00, s01, width, relu);
  finish8(<usize>load<u32>(outputs, 4) + offset, s10, s11, width, relu);
  finish8(<usize>load<u32>(outputs, 8) + offset, s20, s21, width, relu);
  finish8(<usize>load<u32>(outputs, 12) + offset, s30, s31, width, relu);
  finish8(<usize>load<u32>(outputs, 16) + offset, s40, s41, width, relu);
  finish8(<usize>load<u32>(outputs, 20) + offset, s50, s51, width, relu);
}

export function multiply4(
  cells: usize,
  outputs: usize,
  offset: usize,
  segments: usize,
  segmentCount: i32,
  length: i32,
  panel: usize,
  width: i32,
  relu: i32,
): void {
  let s00 = v128.load(panel);
  let s10 = s00;
  let s20 = s00;
  let s30 = s00;
  let s40 = s00;
  let s50 = s00;
  panel += 16;
  for (let segment = 0; segment < segmentCount; segment++) {
    const tap = load<i32>(segments + (segment << 2));
    let x0 = <usize>load<u32>(cells) + tap;
    let x1 = <usize>load<u32>(cells, 4) + tap;
    let x2 = <usize>load<u32>(cells, 8) + tap;
    let x3 = <usize>load<u32>(cells, 12) + tap;
    let x4 = <usize>load<u32>(cells, 16) + tap;
    let x5 = <usize>load<u32>(cells, 20) + tap;
    for (let i = 0; i < length; i++) {
      const f0 = v128.load(panel);
      panel += 16;
      let x = v128.load32_splat(x0);
      s00 = fma(x, f0, s00);
      x0 += 4;
      x = v128.load32_splat(x1);
      s10 = fma(x, f0, s10);
      x1 += 4;
      x = v128.load32_splat(x2);
      s20 = fma(x, f0, s20);
      x2 += 4;
      x = v128.load32_splat(x3);
      s30 = fma(x, f0, s30);
      x3 += 4;
      x = v128.load32_splat(x4);
      s40 = fma(x, f0, s40);
      x4 += 4;
      x = v128.load32_splat(x5);
      s50 = fma(x, f0, s50);
      x5 += 4;
    }
  }
  finish4(<usize>load<u32>(outputs) + offset, s00, width, relu);
  finish4(<usize>load<u32>(outputs, 4) + offset, s10, width, relu);
  finish4(<usize>load<u32>(outputs, 8) + offset, s20, width, relu);
  finish4(<usize>load<u32>(outputs, 12) + offset, s30, width, relu);
  finish4(<usize>load<u32>(outputs, 16) + offset, s40, width, relu);
  finish4(<usize>load<u32>(outputs, 20) + offset, s50, width, relu);
}

function finish8(to: usize, left: v128, right: v128, width: i32, relu: i32): void {
  finish4(to, left, 4, relu);
  finish4(to + 16, right, width - 4, relu);
}

function finish4(to: usize, value: v128, width: i32, relu: i32): void {
  storeLanes(to, relu ? f32x4.max(value, f32x4.splat(0)) : value, width);
}
