/**
 * @file Batch normalisation over f32[rows, channels], channels divisible by 4. Sums are float64: a one-pass variance
 * loses its digits otherwise. Every part has sums of its own, f64[parts, 2, channels], which the caller adds in order.
 */
import { fma, partBegin } from '../../simd/vector.simd';

/** Rows that all channels pass through before the next ones: they stay in L1. */
const blockRows: i32 = 64;

/** Sums of x and of x * x. */
export function batchNormMoments(part: i32, parts: i32, x: usize, rows: i32, channels: i32, sums: usize): void {
  sumProducts(part, parts, x, x, 0, rows, channels, sums);
}

/**
 * Sums of g and of g * x, where g is dy, but 0 where y is not above 0.
 *
 * @param y the output, or 0 if no ReLU came behind
 */
export function batchNormGradSums(
  part: i32,
  parts: i32,
  dy: usize,
  x: usize,
  y: usize,
  rows: i32,
  channels: i32,
  sums: usize,
): void {
  sumProducts(part, parts, dy, x, y, rows, channels, sums);
}

function sumProducts(
  part: i32,
  parts: i32,
  left: usize,
  right: usize,
  mask: usize,
  rows: i32,
  channels: i32,
  sums: usize,
): void {
  const end = partBegin(part + 1, parts, rows, 1);
  const stride = (<usize>channels) << 2;
  const own = sums + <usize>part * (channels << 4);
  memory.fill(own, 0, channels << 4);
  for (let block = partBegin(part, parts, rows, 1); block < end; block += blockRows) {
    const count = min(blockRows, end - block);
    for (let channel = 0; channel < channels; channel += 4) {
      const at = own + ((<usize>channel) << 3);
      const products = at + ((<usize>channels) << 3);
      let sum0 = v128.load(at);
      let sum1 = v128.load(at, 16);
      let product0 = v128.load(products);
      let product1 = v128.load(products, 16);
      let offset = <usize>block * stride + ((<usize>channel) << 2);
      for (let row = 0; row < count; row++, offset += stride) {
        let a = v128.load(left + offset);
        if (mask !== 0) a = v128.and(a, f32x4.gt(v128.load(mask + offset), f32x4.splat(0)));
        const b = v128.load(right + offset);
        const a0 = f64x2.promote_low_f32x4(a);
        const a1 = f64x2.promote_low_f32x4(i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
        const b0 = f64x2.promote_low_f32x4(b);
        const b1 = f64x2.promote_low_f32x4(i8x16.shuffle(b, b, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
        sum0 = f64x2.add(sum0, a0);
        sum1 = f64x2.add(sum1, a1);
        product0 = f64x2.add(product0, f64x2.mul(a0, b0));
        product1 = f64x2.add(product1, f64x2.mul(a1, b1));
      }
      v128.store(at, sum0);
      v128.store(at, sum1, 16);
      v128.store(products, product0);
      v128.store(products, product1, 16);
    }
  }
}

/**
 * y = factor * x + shift, and its ReLU if asked. NaN passes through, so a diverged run shows in the loss.
 *
 * @param factors f32[2, channels]: factor, shift
 */
export function batchNormApply(
  part: i32,
  parts: i32,
  x: usize,
  y: usize,
  rows: i32,
  channels: i32,
  factors: usize,
  relu: i32,
): void {
  const size = (<usize>channels) << 2;
  const end = <usize>partBegin(part + 1, parts, rows, 1) * size;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let row = <usize>partBegin(part, parts, rows, 1) * size; row < end; row += size) {
    for (let at: usize = 0; at < size; at += 16) {
      const value = fma(v128.load(x + row + at), v128.load(factors + at), v128.load(factors + size + at));
      v128.store(y + row + at, f32x4.max(value, floor));
    }
  }
}

/**
 * dx = ofG * g + ofX * x + constant, g as in batchNormGradSums.
 *
 * @param factors f32[3, channels]: ofG, ofX, constant
 */
export function batchNormGradInput(
  part: i32,
  parts: i32,
  dy: usize,
  x: usize,
  y: usize,
  dx: usize,
  rows: i32,
  channels: i32,
  factors: usize,
): void {
  const size = (<usize>channels) << 2;
  const end = <usize>partBegin(part + 1, parts, rows, 1) * size;
  for (let row = <usize>partBegin(part, parts, rows, 1) * size; row < end; row += size) {
    for (let at: usize = 0; at < size; at += 16) {
      let g = v128.load(dy + row + at);
      if (y !== 0) g = v128.and(g, f32x4.gt(v128.load(y + row + at), f32x4.splat(0)));
      const ofX = fma(v128.load(x + row + at), v128.load(factors + size + at), v128.load(factors + 2 * size + at));
      v128.store(dx + row + at, fma(g, v128.load(factors + at), ofX));
    }
  }
}
