/**
 * @file Max pooling over f32[images, height, width, channels], channels divisible by 4. The part of a window outside the
 * map does not count, and neither does NaN.
 */
import { partBegin } from '../../simd/vector.simd';

/** Channels of a part of the gradient: one line of the cache. */
const blockChannels: i32 = 16;

/** @param y f32[images, outHeight, outWidth, channels], written */
export function maxPool(
  part: i32,
  parts: i32,
  x: usize,
  y: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  size: i32,
  stride: i32,
  top: i32,
  left: i32,
): void {
  const cell = (<usize>channels) << 2;
  const end = partBegin(part + 1, parts, images * outHeight, 1);
  for (let line = partBegin(part, parts, images * outHeight, 1); line < end; line++) {
    const image = line / outHeight;
    const row = (line - image * outHeight) * stride - top;
    const rowEnd = min(height, row + size);
    let to = y + <usize>line * outWidth * cell;
    for (let out = 0; out < outWidth; out++, to += cell) {
      const column = out * stride - left;
      const columnEnd = min(width, column + size);
      for (let c: usize = 0; c < cell; c += 16) {
        let most = f32x4.splat(-Infinity);
        for (let i = max(0, row); i < rowEnd; i++) {
          const from = x + <usize>((image * height + i) * width) * cell + c;
          for (let j = max(0, column); j < columnEnd; j++) most = f32x4.pmax(most, v128.load(from + <usize>j * cell));
        }
        v128.store(to + c, most);
      }
    }
  }
}

/**
 * The first maximum of a window in row-major order takes its gradient. A part has some channels of an image, because
 * windows overlap.
 *
 * @param dx f32[images, height, width, channels], written
 */
export function maxPoolGrad(
  part: i32,
  parts: i32,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  images: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  size: i32,
  stride: i32,
  top: i32,
  left: i32,
): void {
  const cell = (<usize>channels) << 2;
  const blocks = (channels + blockChannels - 1) / blockChannels;
  const end = partBegin(part + 1, parts, images * blocks, 1);
  for (let item = partBegin(part, parts, images * blocks, 1); item < end; item++) {
    const image = item / blocks;
    const first = (item - image * blocks) * blockChannels;
    const bytes = (<usize>min(blockChannels, channels - first)) << 2;
    const maps = <usize>(image * height * width) * cell + ((<usize>first) << 2);
    for (let i = 0; i < height * width; i++) memory.fill(dx + maps + <usize>i * cell, 0, bytes);
    for (let out = 0; out < outHeight * outWidth; out++) {
      const outRow = out / outWidth;
      const row = outRow * stride - top;
      const column = (out - outRow * outWidth) * stride - left;
      const rowEnd = min(height, row + size);
      const columnEnd = min(width, column + size);
      const at = <usize>(image * outHeight * outWidth + out) * cell + ((<usize>first) << 2);
      for (let c: usize = 0; c < bytes; c += 16) {
        const most = v128.load(y + at + c);
        let gradient = v128.load(dy + at + c);
        for (let i = max(0, row); i < rowEnd; i++) {
          for (let j = max(0, column); j < columnEnd; j++) {
            const place = maps + <usize>(i * width + j) * cell + c;
            const equal = f32x4.eq(v128.load(x + place), most);
            v128.store(dx + place, f32x4.add(v128.load(dx + place), v128.and(gradient, equal)));
            gradient = v128.andnot(gradient, equal);
          }
        }
      }
    }
  }
}
