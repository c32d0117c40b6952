/**
 * @file The costly half of the log-sum-exp of every anchor: its largest logit, and the sum of exp(logit - largest).
 */
import { fma, partBegin } from '../../simd/vector.simd';

/**
 * @param logits  f32[rows, classes], classes at least 4
 * @param maxima  f32[rows], written; NaN if a logit is
 * @param sums    f32[rows], written
 */
export function multiboxNorms(
  part: i32,
  parts: i32,
  logits: usize,
  rows: i32,
  classes: i32,
  maxima: usize,
  sums: usize,
): void {
  const end = partBegin(part + 1, parts, rows, 1);
  const whole = classes & ~3;
  // The last vector lies over the last 4 logits; lanes that the one before has counted are left out.
  const rest = classes - whole;
  const counted = rest === 0 ? f32x4.splat(0) : f32x4.lt(f32x4(0, 1, 2, 3), f32x4.splat(4 - <f32>rest));
  for (let row = partBegin(part, parts, rows, 1); row < end; row++) {
    const at = logits + ((<usize>row * classes) << 2);
    const last = at + ((<usize>classes - 4) << 2);
    const wholeEnd = at + ((<usize>whole) << 2);
    let most = v128.load(last);
    for (let i = at; i < wholeEnd; i += 16) most = f32x4.max(most, v128.load(i));
    most = f32x4.max(most, i32x4.shuffle(most, most, 2, 3, 0, 1));
    most = f32x4.max(most, i32x4.shuffle(most, most, 1, 0, 3, 2));
    let sum = f32x4.splat(0);
    for (let i = at; i < wholeEnd; i += 16) sum = f32x4.add(sum, exp(f32x4.sub(v128.load(i), most)));
    if (rest > 0) sum = f32x4.add(sum, v128.andnot(exp(f32x4.sub(v128.load(last), most)), counted));
    sum = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    store<f32>(maxima + ((<usize>row) << 2), f32x4.extract_lane(most, 0));
    store<f32>(sums + ((<usize>row) << 2), f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1));
  }
}

/**
 * e^x for x of at most 0, NaN for NaN: 2^n times the Taylor series of the rest, which is below ln(2) / 2 in magnitude, so
 * the series to the seventh power is exact to a rounding. Below -87 it is e^-87.
 */
function exp(x: v128): v128 {
  const bounded = f32x4.max(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)));
  // ln(2) in two parts, of which n times the first is exact.
  const r = fma(n, f32x4.splat(2.1219444e-4), fma(n, f32x4.splat(-0.693359375), bounded));
  let series = f32x4.splat(1.0 / 5040);
  series = fma(series, r, f32x4.splat(1.0 / 720));
  series = fma(series, r, f32x4.splat(1.0 / 120));
  series = fma(series, r, f32x4.splat(1.0 / 24));
  series = fma(series, r, f32x4.splat(1.0 / 6));
  series = fma(series, r, f32x4.splat(0.5));
  series = fma(series, r, f32x4.splat(1));
  series = fma(series, r, f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(series, scale);
}
