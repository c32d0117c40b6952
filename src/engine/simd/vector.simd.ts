/**
 * @file What the SIMD kernels share. These files are AssemblyScript, compiled to WebAssembly; every exported kernel gets
 * the number of its part and how many parts there are, and the parts of one call may run on any threads in any order.
 */

/** a * b + c, fused where the CPU can. */
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Where a part of `count` items begins, if parts begin at multiples of `unit` only; part `parts` begins at the end. */
export function partBegin(part: i32, parts: i32, count: i32, unit: i32): i32 {
  const units = (count + unit - 1) / unit;
  return min(count, <i32>((<i64>units * part) / parts) * unit);
}

/** Stores the first `width` of 4 lanes. */
export function storeLanes(to: usize, value: v128, width: i32): void {
  if (width >= 4) {
    v128.store(to, value);
    return;
  }
  v128.store_lane<f32>(to, value, 0);
  if (width > 1) v128.store_lane<f32>(to, value, 1, 4);
  if (width > 2) v128.store_lane<f32>(to, value, 2, 8);
}
