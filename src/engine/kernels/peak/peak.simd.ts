import { fma } from '../../simd/vector.simd';

/**
 * Multiply-adds on registers alone, `turns` times 12 of 4 lanes in a part: what the CPU computes when it waits for no
 * memory. Each part stores f32[4], so that nothing can be left out.
 */
export function multiplyAdds(part: i32, parts: i32, turns: i32, out: usize): void {
  const a = f32x4.splat(0.999 + <f32>part * 1e-9);
  const b = f32x4.splat(1e-3 + <f32>parts * 1e-9);
  let s0 = f32x4(0, 1, 2, 3);
  let s1 = f32x4(1, 2, 3, 4);
  let s2 = f32x4(2, 3, 4, 5);
  let s3 = f32x4(3, 4, 5, 6);
  let s4 = f32x4(4, 5, 6, 7);
  let s5 = f32x4(5, 6, 7, 8);
  let s6 = f32x4(6, 7, 8, 9);
  let s7 = f32x4(7, 8, 9, 10);
  let s8 = f32x4(8, 9, 10, 11);
  let s9 = f32x4(9, 10, 11, 12);
  let s10 = f32x4(10, 11, 12, 13);
  let s11 = f32x4(11, 12, 13, 14);
  for (let turn = 0; turn < turns; turn++) {
    s0 = fma(s0, a, b);
    s1 = fma(s1, a, b);
    s2 = fma(s2, a, b);
    s3 = fma(s3, a, b);
    s4 = fma(s4, a, b);
    s5 = fma(s5, a, b);
    s6 = fma(s6, a, b);
    s7 = fma(s7, a, b);
    s8 = fma(s8, a, b);
    s9 = fma(s9, a, b);
    s10 = fma(s10, a, b);
    s11 = fma(s11, a, b);
  }
  const first = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const second = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(s10, s11));
  v128.store(out + ((<usize>part) << 4), f32x4.add(first, second));
}
