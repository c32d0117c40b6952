import { partBegin } from '../../simd/vector.simd';

/** Float64 sums of the columns of f32[rows, columns], columns divisible by 4; a part writes its own f64[columns]. */
export function biasGradSums(part: i32, parts: i32, dy: usize, rows: i32, columns: i32, sums: usize): void {
  const end = partBegin(part + 1, parts, rows, 1);
  const stride = (<usize>columns) << 2;
  const own = sums + <usize>part * (columns << 3);
  memory.fill(own, 0, columns << 3);
  for (let row = partBegin(part, parts, rows, 1); row < end; row++) {
    const from = dy + <usize>row * stride;
    for (let column: usize = 0; column < stride; column += 16) {
      const value = v128.load(from + column);
      const at = own + (column << 1);
      const high = i8x16.shuffle(value, value, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
      v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(value)));
      v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
    }
  }
}
