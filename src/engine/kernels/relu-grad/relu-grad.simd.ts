import { partBegin } from '../../simd/vector.simd';

/** dx = dy where y is above 0, else 0, for f32[count]. */
export function reluGrad(part: i32, parts: i32, dy: usize, y: usize, dx: usize, count: i32): void {
  const end = (<usize>partBegin(part + 1, parts, count, 4)) << 2;
  let at = (<usize>partBegin(part, parts, count, 4)) << 2;
  for (; at + 16 <= end; at += 16) {
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), f32x4.splat(0))));
  }
  for (; at < end; at += 4) store<f32>(dx + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0);
}
