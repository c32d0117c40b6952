/**
 * @file The gradient of a filter: products of what the taps read with dy, summed over all cells in tiles of 6 rows of
 * the filter (numbers of a segment) by 8 output channels.
 */
import { fma, partBegin, storeLanes } from '../../simd/vector.simd';

/** Rows of the filter that a tile makes. */
const tileRows: i32 = 6;
/** Cells whose products are summed in registers before they are added to memory: their lines of the maps fit L1. */
export const cellsAtOnce: i32 = 64;

/**
 * Sums the products of the maps with dy over all cells, a part of the filter's rows a part of the call.
 *
 * @param cells    u32[count], addresses of what the first tap of each output cell reads
 * @param gradient dy from conv2dPackGradient
 * @param segments i32[segmentCount], bytes from the first tap to each segment
 * @param length   numbers in a segment
 * @param filter   f32[segmentCount * length, columns], written
 * @param add      whether what is there is added to: the sums of other images
 */
export function conv2dMultiplyCells(
  part: i32,
  parts: i32,
  cells: usize,
  gradient: usize,
  count: i32,
  segments: usize,
  segmentCount: i32,
  length: i32,
  filter: usize,
  columns: i32,
  add: i32,
): void {
  const tiles = segmentCount * tilesOf(length);
  const begin = partBegin(part, parts, tiles, 1);
  const end = partBegin(part + 1, parts, tiles, 1);
  multiplyTiles(cells, gradient, count, 0, count, segments, length, filter, columns, begin, end, add);
}

/**
 * The same for few rows and columns under many cells: a part sums its own cells, so the number of parts decides how the
 * sum is rounded.
 *
 * @param filter f32[parts, segmentCount * length, columns], written
 */
export function conv2dMultiplyCellSlices(
  part: i32,
  parts: i32,
  cells: usize,
  gradient: usize,
  count: i32,
  segments: usize,
  segmentCount: i32,
  length: i32,
  filter: usize,
  columns: i32,
): void {
  const begin = partBegin(part, parts, count, 1);
  const end = partBegin(part + 1, parts, count, 1);
  const own = filter + ((<usize>part * segmentCount * length * columns) << 2);
  const tiles = segmentCount * tilesOf(length);
  multiplyTiles(cells, gradient, count, begin, end, segments, length, own, columns, 0, tiles, 0);
}

/**
 * Adds slices up in their order.
 *
 * @param from f32[slices, numbers], numbers divisible by 4
 * @param add  whether what is in `to` is added to
 */
export function conv2dAddSlices(
  part: i32,
  parts: i32,
  from: usize,
  slices: i32,
  to: usize,
  numbers: i32,
  add: i32,
): void {
  const size = (<usize>numbers) << 2;
  const end = (<usize>partBegin(part + 1, parts, numbers, 4)) << 2;
  for (let at = (<usize>partBegin(part, parts, numbers, 4)) << 2; at < end; at += 16) {
    let sum = add ? v128.load(to + at) : f32x4.splat(0);
    for (let slice = 0; slice < slices; slice++) sum = f32x4.add(sum, v128.load(from + slice * size + at));
    v128.store(to + at, sum);
  }
}

function tilesOf(length: i32): i32 {
  return (length + tileRows - 1) / tileRows;
}

/** Sums over cells [cellBegin, cellEnd) of `count` for tiles [begin, end) of rows. */
function multiplyTiles(
  cells: usize,
  gradient: usize,
  count: i32,
  cellBegin: i32,
  cellEnd: i32,
  segments: usize,
  length: i32,
  filter: usize,
  columns: i32,
  begin: i32,
  end: i32,
  add: i32,
): void {
  const tilesOfSegment = tilesOf(length);
  for (let cell = cellBegin; cell < cellEnd; cell += cellsAtOnce) {
    const share = min(cellsAtOnce, cellEnd - cell);
    const again = add !== 0 || cell > cellBegin;
    const at = cells + ((<usize>cell) << 2);
    for (let first = 0; first < columns; first += 8) {
      const width = columns - first;
      const panel = gradient + ((<usize>first * count + <usize>cell * (width > 4 ? 8 : 4)) << 2);
      for (let tile = begin; tile < end; tile++) {
        const segment = tile / tilesOfSegment;
        const row = (tile - segment * tilesOfSegment) * tileRows;
        const tap = load<i32>(segments + (segment << 2)) + (row << 2);
        const to = filter + ((<usize>(segment * length + row) * columns + first) << 2);
        const rows = min(tileRows, length - row);
        if (width > 4) multiplyCells8(at, tap, share, panel, to, rows, columns << 2, width, again);
        else multiplyCells4(at, tap, share, panel, to, rows, columns << 2, width, again);
      }
    }
  }
}

export function multiplyCells8(
  cells: usize,
  tap: i32,
  count: i32,
  panel: usize,
  to: usize,
  rows: i32,
  rowStride: usize,
  width: i32,
  add: bool,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let s40 = f32x4.splat(0);
  let s41 = f32x4.splat(0);
  let s50 = f32x4.splat(0);
  let s51 = f32x4.splat(0);
  for (let cell = 0; cell < count; cell++, cells += 4) {
    const at = <usize>load<u32>(cells) + tap;
    const g0 = v128.load(panel);
    const g1 = v128.load(panel, 16);
    panel += 32;
    let x = v128.load32_splat(at);
    s00 = fma(x, g0, s00);
    s01 = fma(x, g1, s01);
    x = v128.load32_splat(at, 4);
    s10 = fma(x, g0, s10);
    s11 = fma(x, g1, s11);
    x = v128.load32_splat(at, 8);
    s20 = fma(x, g0, s20);
    s21 = fma(x, g1, s21);
    x = v128.load32_splat(at, 12);
    s30 = fma(x, g0, s30);
    s31 = fma(x, g1, s31);
    x = v128.load32_splat(at, 16);
    s40 = fma(x, g0, s40);
    s41 = fma(x, g1, s41);
    x = v128.load32_splat(at, 20);
    s50 = fma(x, g0, s50);
    s51 = fma(x, g1, s51);
  }
  add8(to, s00, s01, width, add);
  if (rows === 1) return;
  to += rowStride;
  add8(to, s10, s11, width, add);
  if (rows === 2) return;
  to += rowStride;
  add8(to, s20, s21, width, add);
  if (rows === 3) return;
  to += rowStride;
  add8(to, s30, s31, width, add);
  if (rows === 4) return;
  to += rowStride;
  add8(to, s40, s41, width, add);
  if (rows === 5) return;
  to += rowStride;
  add8(to, s50, s51, width, add);
}

export function multiplyCells4(
  cells: usize,
  tap: i32,
  count: i32,
  panel: usize,
  to: usize,
  rows: i32,
  rowStride: usize,
  width: i32,
  add: bool,
): void {
  let s00 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s40 = f32x4.splat(0);
  let s50 = f32x4.splat(0);
  for (let cell = 0; cell < count; cell++, cells += 4) {
    const at = <usize>load<u32>(cells) + tap;
    const g0 = v128.load(panel);
    panel += 16;
    let x = v128.load32_splat(at);
    s00 = fma(x, g0, s00);
    x = v128.load32_splat(at, 4);
    s10 = fma(x, g0, s10);
    x = v128.load32_splat(at, 8);
    s20 = fma(x, g0, s20);
    x = v128.load32_splat(at, 12);
    s30 = fma(x, g0, s30);
    x = v128.load32_splat(at, 16);
    s40 = fma(x, g0, s40);
    x = v128.load32_splat(at, 20);
    s50 = fma(x, g0, s50);
  }
  add4(to, s00, width, add);
  if (rows === 1) return;
  to += rowStride;
  add4(to, s10, width, add);
  if (rows === 2) return;
  to += rowStride;
  add4(to, s20, width, add);
  if (rows === 3) return;
  to += rowStride;
  add4(to, s30, width, add);
  if (rows === 4) return;
  to += rowStride;
  add4(to, s40, width, add);
  if (rows === 5) return;
  to += rowStride;
  add4(to, s50, width, add);
}

function add8(to: usize, left: v128, right: v128, width: i32, add: bool): void {
  add4(to, left, 4, add);
  add4(to + 16, right, width - 4, add);
}

function add4(to: usize, value: v128, width: i32, add: bool): void {
  if (add) {
    if (width >= 4) value = f32x4.add(value, v128.load(to));
    else {
      let present = v128.load32_zero(to);
      if (width > 1) present = v128.load32_lane(to, present, 1, 4);
      if (width > 2) present = v128.load32_lane(to, present, 2, 8);
      value = f32x4.add(value, present);
    }
  }
  storeLanes(to, value, width);
}
