/**
 * @file 3x3 convolutions of stride 1 with fewer products: a tile of 2x2 outputs comes from 4x4 inputs through 16 products
 * a pair of channels instead of 36, between sums. F(2x2, 3x3) of Lavin and Gray 2015, arXiv:1509.09308, in whose letters
 * a tile of the maps is V = B' d B, a filter U = G g G' and the output A' (U * V) A. The 16 places of a transformed tile
 * are called frequencies here.
 */
import { partBegin, storeLanes } from '../../simd/vector.simd';
import { multiply4, multiply8 } from './multiply.simd';

export const frequencies: i32 = 16;
/** Tiles that go through all three stages before the next: their transforms stay in L2. */
const tilesAtOnce: i32 = 24;
const tileRows: i32 = 6;
/** Bytes of scratch of transformTile. */
export const tileScratch: usize = 64 + 256;

/**
 * Transforms a filter and packs it as conv2dPackFilter does, without a bias.
 *
 * @param from      the first tap; strides in bytes, negative for a flipped filter
 * @param to        f32[16, panels of (1 + rows, 8 or 4)]
 * @param rows      channels that are read
 * @param columns   channels that are made
 */
export function winogradFilter(
  part: i32,
  parts: i32,
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  tapRowStride: i32,
  tapColumnStride: i32,
  rowStride: i32,
  columnStride: i32,
): void {
  const panels = (columns + 7) >> 3;
  const padded = (columns + 3) & ~3;
  const frequency = (<usize>padded * (rows + 1)) << 2;
  const end = partBegin(part + 1, parts, panels, 1);
  for (let panel = partBegin(part, parts, panels, 1); panel < end; panel++) {
    const first = panel << 3;
    const width = min(8, padded - first);
    const start = to + ((<usize>first * (rows + 1)) << 2);
    for (let f = 0; f < frequencies; f++) memory.fill(start + f * frequency, 0, width << 2);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < width; column++) {
        const target = start + ((<usize>(row + 1) * width + column) << 2);
        if (first + column >= columns) {
          for (let f = 0; f < frequencies; f++) store<f32>(target + f * frequency, 0);
          continue;
        }
        const tap = from + row * rowStride + (first + column) * columnStride;
        transformTaps(tap, tapRowStride, tapColumnStride, target, frequency);
      }
    }
  }
}

/** U = G g G' of one pair of channels. */
function transformTaps(tap: usize, rowStride: i32, columnStride: i32, to: usize, frequency: usize): void {
  for (let row = 0; row < 4; row++) {
    const u0 = combineTaps(tap, rowStride, row);
    const u1 = combineTaps(tap + columnStride, rowStride, row);
    const u2 = combineTaps(tap + 2 * columnStride, rowStride, row);
    const at = to + <usize>(row << 2) * frequency;
    store<f32>(at, u0);
    store<f32>(at + frequency, 0.5 * (u0 + u1 + u2));
    store<f32>(at + 2 * frequency, 0.5 * (u0 - u1 + u2));
    store<f32>(at + 3 * frequency, u2);
  }
}

/** One number of a column of G g. */
function combineTaps(tap: usize, stride: i32, row: i32): f32 {
  const g0 = load<f32>(tap);
  const g1 = load<f32>(tap + stride);
  const g2 = load<f32>(tap + 2 * stride);
  if (row === 0) return g0;
  if (row === 3) return g2;
  return row === 1 ? 0.5 * (g0 + g1 + g2) : 0.5 * (g0 - g1 + g2);
}

/**
 * Convolves maps.
 *
 * @param x        f32[images, height, width, channels], channels divisible by 4
 * @param top      output row y reads rows y - top to y - top + 2; left likewise
 * @param filter   from winogradFilter
 * @param bias     f32[outChannels padded to 4]
 * @param y        f32[images, outHeight, outWidth, outChannels]
 * @param scratch  winogradScratch bytes a part
 */
export function winogradConvolve(
  part: i32,
  parts: i32,
  x: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  filter: usize,
  bias: usize,
  y: usize,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  relu: i32,
  scratch: usize,
  scratchSize: i32,
): void {
  const tileColumns = (outWidth + 1) >> 1;
  const tilesOfImage = ((outHeight + 1) >> 1) * tileColumns;
  const tiles = images * tilesOfImage;
  const padded = (outChannels + 3) & ~3;
  const own = scratch + <usize>part * scratchSize;
  const zeros = own + tileScratch;
  const cells = zeros + (channels << 2);
  const outputs = cells + (tilesAtOnce << 2);
  const segment = outputs + (tilesAtOnce << 2);
  const maps = segment + 16;
  const mapSize = frequencySize(tilesAtOnce, channels);
  const products = maps + frequencies * mapSize;
  const productSize = frequencySize(tilesAtOnce, padded);
  memory.fill(zeros, 0, channels << 2);
  for (let i = 0; i < tilesAtOnce; i++) {
    store<u32>(cells + (i << 2), <u32>(maps + ((<usize>i * channels) << 2)));
    store<u32>(outputs + (i << 2), <u32>(products + ((<usize>i * padded) << 2)));
  }
  const filterSize = (<usize>padded * (channels + 1)) << 2;
  const end = partBegin(part + 1, parts, tiles, tilesAtOnce);
  for (let block = partBegin(part, parts, tiles, tilesAtOnce); block < end; block += tilesAtOnce) {
    const count = min(tilesAtOnce, end - block);
    for (let i = 0; i < count; i++) {
      const image = (block + i) / tilesOfImage;
      const inImage = block + i - image * tilesOfImage;
      const row = inImage / tileColumns;
      const from = x + ((<usize>image * height * width * channels) << 2);
      const to = maps + ((<usize>i * channels) << 2);
      const column = inImage - row * tileColumns;
      transformTile(from, height, width, channels, 2 * row - top, 2 * column - left, zeros, own, to, mapSize);
    }
    for (let f = 0; f < frequencies; f++) {
      store<i32>(segment, <i32>(f * mapSize));
      for (let first = 0; first < padded; first += 8) {
        const panel = filter + f * filterSize + ((<usize>first * (channels + 1)) << 2);
        const offset = f * productSize + (first << 2);
        for (let i = 0; i < count; i += tileRows) {
          const at = cells + (i << 2);
          const to = outputs + (i << 2);
          if (padded - first > 4) multiply8(at, to, offset, segment, 1, channels, panel, 8, 0);
          else multiply4(at, to, offset, segment, 1, channels, panel, 4, 0);
        }
      }
    }
    for (let i = 0; i < count; i++) {
      const image = (block + i) / tilesOfImage;
      const inImage = block + i - image * tilesOfImage;
      const row = inImage / tileColumns;
      const column = inImage - row * tileColumns;
      const from = products + ((<usize>i * padded) << 2);
      const to = y + ((<usize>image * outHeight * outWidth * outChannels) << 2);
      finishTile(from, productSize, to, 2 * row, 2 * column, outHeight, outWidth, outChannels, bias, relu, own);
    }
  }
}

/**
 * Bytes from a frequency of transformed tiles to the next: a cache line more than they take, or all 16 frequencies of a
 * tile would fall on one set of the cache where the channels are a power of two.
 */
export function frequencySize(tiles: i32, channels: i32): usize {
  return ((<usize>tiles * channels) << 2) + 64;
}

/** V = B' d B of one tile, whose first cell may lie outside the maps, as may others: there they are 0. */
export function transformTile(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  row: i32,
  column: i32,
  zeros: usize,
  scratch: usize,
  to: usize,
  frequency: usize,
): void {
  for (let i = 0; i < frequencies; i++) {
    const y = row + (i >> 2);
    const z = column + (i & 3);
    const inside = y >= 0 && y < height && z >= 0 && z < width;
    const cell = x + ((<usize>(y * width + z) * channels) << 2);
    store<u32>(scratch + (i << 2), <u32>(inside ? cell : zeros));
  }
  const half = scratch + 64;
  const size = (<usize>channels) << 2;
  for (let c: usize = 0; c < size; c += 16) {
    for (let j: usize = 0; j < 4; j++) {
      const at = scratch + (j << 2);
      const d0 = v128.load(load<u32>(at) + c);
      const d1 = v128.load(load<u32>(at, 16) + c);
      const d2 = v128.load(load<u32>(at, 32) + c);
      const d3 = v128.load(load<u32>(at, 48) + c);
      const target = half + (j << 4);
      v128.store(target, f32x4.sub(d0, d2));
      v128.store(target, f32x4.add(d1, d2), 64);
      v128.store(target, f32x4.sub(d2, d1), 128);
      v128.store(target, f32x4.sub(d1, d3), 192);
    }
    for (let i: usize = 0; i < 4; i++) {
      const at = half + (i << 6);
      const t0 = v128.load(at);
      const t1 = v128.load(at, 16);
      const t2 = v128.load(at, 32);
      const t3 = v128.load(at, 48);
      const target = to + (i << 2) * frequency + c;
      v128.store(target, f32x4.sub(t0, t2));
      v128.store(target + frequency, f32x4.add(t1, t2));
      v128.store(target + 2 * frequency, f32x4.sub(t2, t1));
      v128.store(target + 3 * frequency, f32x4.sub(t1, t3));
    }
  }
}

/** Writes A' M A + bias of one tile, but for cells outside the output. */
function finishTile(
  from: usize,
  frequency: usize,
  y: usize,
  row: i32,
  column: i32,
  height: i32,
  width: i32,
  channels: i32,
  bias: usize,
  relu: i32,
  scratch: usize,
): void {
  const cell = (<usize>channels) << 2;
  const to = y + <usize>(row * width + column) * cell;
  const below = row + 1 < height;
  const beside = column + 1 < width;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let channel = 0; channel < channels; channel += 4) {
    const c = (<usize>channel) << 2;
    for (let j: usize = 0; j < 4; j++) {
      const at = from + j * frequency + c;
      const m1 = v128.load(at + 4 * frequency);
      const m2 = v128.load(at + 8 * frequency);
      v128.store(scratch + (j << 4), f32x4.add(f32x4.add(v128.load(at), m1), m2));
      v128.store(scratch + (j << 4), f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 12 * frequency)), 64);
    }
    const present = channels - channel;
    const shift = v128.load(bias + c);
    for (let i: usize = 0; i < 2; i++) {
      if (i === 1 && !below) break;
      const at = scratch + (i << 6);
      const s1 = v128.load(at, 16);
      const s2 = v128.load(at, 32);
      const target = to + i * width * cell + c;
      const first = f32x4.add(f32x4.add(f32x4.add(v128.load(at), s1), s2), shift);
      storeLanes(target, f32x4.max(first, floor), present);
      if (!beside) continue;
      const second = f32x4.add(f32x4.sub(f32x4.sub(s1, s2), v128.load(at, 48)), shift);
      storeLanes(target + cell, f32x4.max(second, floor), present);
    }
  }
}
