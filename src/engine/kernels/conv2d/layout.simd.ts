/**
 * @file Lays out what the convolution products read: zero-padded maps, tables of cell addresses, packed filters and
 * gradients.
 */
import { partBegin } from '../../simd/vector.simd';

/**
 * Copies maps into larger ones filled up with zeros; cells that would lie outside are left out.
 *
 * @param cell   bytes of a cell
 * @param top    map row y becomes padded row y + top, which may be negative; left likewise
 */
export function conv2dPad(
  part: i32,
  parts: i32,
  from: usize,
  to: usize,
  images: i32,
  height: i32,
  width: i32,
  cell: i32,
  paddedHeight: i32,
  paddedWidth: i32,
  top: i32,
  left: i32,
): void {
  const rows = images * paddedHeight;
  const end = partBegin(part + 1, parts, rows, 1);
  const size = paddedWidth * cell;
  const before = max(0, left);
  const first = max(0, -left);
  const copied = max(0, min(paddedWidth - before, width - first));
  const after = paddedWidth - before - copied;
  for (let row = partBegin(part, parts, rows, 1); row < end; row++) {
    const image = row / paddedHeight;
    const y = row - image * paddedHeight - top;
    const target = to + <usize>row * size;
    if (y < 0 || y >= height || copied === 0) {
      memory.fill(target, 0, size);
      continue;
    }
    if (before > 0) memory.fill(target, 0, before * cell);
    memory.copy(target + before * cell, from + <usize>((image * height + y) * width + first) * cell, copied * cell);
    if (after > 0) memory.fill(target + (before + copied) * cell, 0, after * cell);
  }
}

/**
 * Writes the address of every cell of a grid; strides in bytes.
 *
 * @param table u32[images * rows * columns + 5]; the last address is repeated, so that the last tile is whole
 */
export function conv2dCells(
  part: i32,
  parts: i32,
  table: usize,
  images: i32,
  rows: i32,
  columns: i32,
  base: usize,
  imageStride: i32,
  rowStride: i32,
  columnStride: i32,
): void {
  const lines = images * rows;
  const end = partBegin(part + 1, parts, lines, 1);
  for (let line = partBegin(part, parts, lines, 1); line < end; line++) {
    const image = line / rows;
    let address = base + image * imageStride + (line - image * rows) * rowStride;
    let entry = table + ((<usize>line * columns) << 2);
    for (let column = 0; column < columns; column++) {
      store<u32>(entry, <u32>address);
      entry += 4;
      address += columnStride;
    }
  }
  if (part < parts - 1) return;
  const after = table + ((<usize>lines * columns) << 2);
  for (let i: usize = 0; i < 5; i++) store<u32>(after + (i << 2), load<u32>(after - 4));
}

/**
 * Packs a matrix into panels of 8 columns, the last of 4 if no more are needed, missing columns as zeros. A panel is its
 * part of the bias, then its part of each row.
 *
 * @param blocks    the matrix is blocks of rows, `blockOffsets` i32[blocks] bytes into `from`
 * @param rowStride bytes from a row of a block to the next; columnStride likewise
 * @param bias      f32[columns], or 0 for none
 */
export function conv2dPackFilter(
  part: i32,
  parts: i32,
  from: usize,
  to: usize,
  blocks: i32,
  blockOffsets: usize,
  rows: i32,
  columns: i32,
  rowStride: i32,
  columnStride: i32,
  bias: usize,
): void {
  const panels = (columns + 7) >> 3;
  const end = partBegin(part + 1, parts, panels, 1);
  for (let panel = partBegin(part, parts, panels, 1); panel < end; panel++) {
    const first = panel << 3;
    const present = min(8, columns - first);
    const width = present > 4 ? 8 : 4;
    let target = to + ((<usize>first * (blocks * rows + 1)) << 2);
    for (let column = 0; column < width; column++, target += 4) {
      store<f32>(target, bias !== 0 && column < present ? load<f32>(bias + ((first + column) << 2)) : 0);
    }
    for (let block = 0; block < blocks; block++) {
      let source = from + load<i32>(blockOffsets + (block << 2)) + first * columnStride;
      for (let row = 0; row < rows; row++, source += rowStride, target += width << 2) {
        if (columnStride === 4 && present === 8) {
          v128.store(target, v128.load(source));
          v128.store(target, v128.load(source, 16), 16);
          continue;
        }
        for (let column = 0; column < width; column++) {
          store<f32>(target + (column << 2), column < present ? load<f32>(source + column * columnStride) : 0);
        }
      }
    }
  }
}

/**
 * Rearranges f32[rows, columns] into panels of 8 columns, the last of 4 if no more are needed, missing ones as zeros.
 */
export function conv2dPackGradient(part: i32, parts: i32, from: usize, to: usize, rows: i32, columns: i32): void {
  const panels = (columns + 7) >> 3;
  const begin = partBegin(part, parts, rows, 1);
  const end = partBegin(part + 1, parts, rows, 1);
  for (let panel = 0; panel < panels; panel++) {
    const first = panel << 3;
    const present = min(8, columns - first);
    const width = present > 4 ? 8 : 4;
    let target = to + ((<usize>first * rows + <usize>begin * width) << 2);
    let source = from + ((<usize>begin * columns + first) << 2);
    for (let row = begin; row < end; row++, source += columns << 2, target += width << 2) {
      if (present === 8) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        continue;
      }
      for (let column = 0; column < width; column++) {
        store<f32>(target + (column << 2), column < present ? load<f32>(source + (column << 2)) : 0);
      }
    }
  }
}
