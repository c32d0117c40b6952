/**
 * @file The gradient of a 3x3 filter by the tiles of winograd.simd.ts: dy becomes Z = A dy A', the products of V and Z
 * summed over tiles are dU, and the gradient is G' dU G.
 */
import { partBegin } from '../../simd/vector.simd';
import { cellsAtOnce, multiplyCells4, multiplyCells8 } from './multiply-cells.simd';
import { frequencies, frequencySize, tileScratch, transformTile } from './winograd.simd';

const tileRows: i32 = 6;

/**
 * Transforms tiles [begin, begin + count) of maps for the gradient of the filter.
 *
 * @param maps 16 x frequencySize, f32[count, channels] each, written
 */
export function winogradMaps(
  part: i32,
  parts: i32,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  tilesOfImage: i32,
  tileColumns: i32,
  begin: i32,
  count: i32,
  maps: usize,
  scratch: usize,
  scratchSize: i32,
): void {
  const own = scratch + <usize>part * scratchSize;
  const zeros = own + tileScratch;
  memory.fill(zeros, 0, channels << 2);
  const frequency = frequencySize(count, channels);
  const end = partBegin(part + 1, parts, count, 1);
  for (let i = partBegin(part, parts, count, 1); i < end; i++) {
    const image = (begin + i) / tilesOfImage;
    const inImage = begin + i - image * tilesOfImage;
    const row = inImage / tileColumns;
    const column = inImage - row * tileColumns;
    const from = x + ((<usize>image * height * width * channels) << 2);
    const to = maps + ((<usize>i * channels) << 2);
    transformTile(from, height, width, channels, 2 * row - top, 2 * column - left, zeros, own, to, frequency);
  }
}

/**
 * Transforms the gradient of tiles [begin, begin + count), Z = A dy A', and packs it as conv2dPackGradient does.
 *
 * @param dy        f32[images, height, width, channels], channels divisible by 4
 * @param gradients 16 x frequencySize, panels of f32[count, 8 or 4] each, written
 */
export function winogradGradients(
  part: i32,
  parts: i32,
  dy: usize,
  height: i32,
  width: i32,
  channels: i32,
  tilesOfImage: i32,
  tileColumns: i32,
  begin: i32,
  count: i32,
  gradients: usize,
): void {
  const frequency = frequencySize(count, channels);
  const cell = (<usize>channels) << 2;
  const first = partBegin(part, parts, count, 1);
  const end = partBegin(part + 1, parts, count, 1);
  const zero = f32x4.splat(0);
  // A panel at a time, so that each frequency is written in sequence.
  for (let panel = 0; panel < channels; panel += 8) {
    const panelWidth = min(8, channels - panel);
    for (let i = first; i < end; i++) {
      const image = (begin + i) / tilesOfImage;
      const inImage = begin + i - image * tilesOfImage;
      const row = inImage / tileColumns;
      const column = inImage - row * tileColumns;
      const from = dy + <usize>((image * height + 2 * row) * width + 2 * column) * cell;
      const below = 2 * row + 1 < height;
      const beside = 2 * column + 1 < width;
      for (let channel = 0; channel < panelWidth; channel += 4) {
        const at = from + ((<usize>(panel + channel)) << 2);
        const a = v128.load(at);
        const b = beside ? v128.load(at + cell) : zero;
        const c = below ? v128.load(at + width * cell) : zero;
        const d = below && beside ? v128.load(at + width * cell + cell) : zero;
        const to = gradients + ((<usize>panel * count + <usize>i * panelWidth + channel) << 2);
        spread(to, frequency, a, b);
        spread(to + 4 * frequency, frequency, f32x4.add(a, c), f32x4.add(b, d));
        spread(to + 8 * frequency, frequency, f32x4.sub(a, c), f32x4.sub(b, d));
        spread(to + 12 * frequency, frequency, f32x4.neg(c), f32x4.neg(d));
      }
    }
  }
}

/** One row of (A dy) A'. */
function spread(to: usize, frequency: usize, left: v128, right: v128): void {
  v128.store(to, left);
  v128.store(to + frequency, f32x4.add(left, right));
  v128.store(to + 2 * frequency, f32x4.sub(left, right));
  v128.store(to + 3 * frequency, f32x4.neg(right));
}

/**
 * dU: at each frequency, the products of maps and gradients summed over tiles.
 *
 * @param cells     u32[count], addresses of the tiles of the first frequency of maps
 * @param gradients from winogradGradients
 * @param filter    f32[16, channels, columns], written, or added to where `add` says so
 */
export function winogradMultiplyCells(
  part: i32,
  parts: i32,
  cells: usize,
  gradients: usize,
  count: i32,
  channels: i32,
  columns: i32,
  filter: usize,
  add: i32,
): void {
  const tilesOfFrequency = (channels + tileRows - 1) / tileRows;
  const begin = partBegin(part, parts, frequencies * tilesOfFrequency, 1);
  const end = partBegin(part + 1, parts, frequencies * tilesOfFrequency, 1);
  for (let cell = 0; cell < count; cell += cellsAtOnce) {
    const share = min(cellsAtOnce, count - cell);
    const at = cells + ((<usize>cell) << 2);
    for (let tile = begin; tile < end; ) {
      const f = tile / tilesOfFrequency;
      const stop = min(end, (f + 1) * tilesOfFrequency);
      const firstRow = (tile - f * tilesOfFrequency) * tileRows;
      const endRow = (stop - f * tilesOfFrequency) * tileRows;
      tile = stop;
      for (let first = 0; first < columns; first += 8) {
        const width = columns - first;
        const inFrequency = <usize>first * count + <usize>cell * min(8, width);
        const panel = gradients + f * frequencySize(count, columns) + (inFrequency << 2);
        for (let row = firstRow; row < endRow; row += tileRows) {
          const tap = <i32>(f * frequencySize(count, channels)) + (row << 2);
          const to = filter + (((<usize>f * channels + row) * columns + first) << 2);
          const rows = min(tileRows, channels - row);
          if (width > 4) multiplyCells8(at, tap, share, panel, to, rows, columns << 2, width, add || cell > 0);
          else multiplyCells4(at, tap, share, panel, to, rows, columns << 2, width, add || cell > 0);
        }
      }
    }
  }
}

/** dFilter = G' dU G for f32[3, 3, channels, columns], from f32[16, channels, columns]; columns divisible by 4. */
export function winogradFilterGradient(part: i32, parts: i32, from: usize, to: usize, numbers: i32): void {
  const size = (<usize>numbers) << 2;
  const half = f32x4.splat(0.5);
  const end = (<usize>partBegin(part + 1, parts, numbers, 4)) << 2;
  for (let at = (<usize>partBegin(part, parts, numbers, 4)) << 2; at < end; at += 16) {
    for (let row: usize = 0; row < 3; row++) {
      let u0 = f32x4.splat(0);
      let u1 = u0;
      let u2 = u0;
      for (let f: usize = 0; f < 4; f++) {
        const source = from + at + f * size;
        const m1 = v128.load(source + 4 * size);
        const m2 = v128.load(source + 8 * size);
        let value = f32x4.mul(half, row === 1 ? f32x4.sub(m1, m2) : f32x4.add(m1, m2));
        if (row === 0) value = f32x4.add(value, v128.load(source));
        if (row === 2) value = f32x4.add(value, v128.load(source + 12 * size));
        if (f === 0) u0 = value;
        else if (f === 3) u2 = f32x4.add(u2, value);
        else {
          const share = f32x4.mul(half, value);
          u0 = f32x4.add(u0, share);
          u1 = f === 1 ? f32x4.add(u1, share) : f32x4.sub(u1, share);
          u2 = f32x4.add(u2, share);
        }
      }
      const target = to + at + row * 3 * size;
      v128.store(target, u0);
      v128.store(target + size, u1);
      v128.store(target + 2 * size, u2);
    }
  }
}
