import { fma, partBegin } from '../../simd/vector.simd';

/** m = momentum * m - learningRate * (clip * g + weightDecay * w), w = w + m over f32[count], in place. */
export function sgd(
  part: i32,
  parts: i32,
  weight: usize,
  m: usize,
  gradient: usize,
  count: i32,
  clip: f32,
  momentum: f32,
  learningRate: f32,
  weightDecay: f32,
): void {
  const end = (<usize>partBegin(part + 1, parts, count, 4)) << 2;
  let at = (<usize>partBegin(part, parts, count, 4)) << 2;
  for (; at + 16 <= end; at += 16) {
    const w = v128.load(weight + at);
    const g = fma(f32x4.splat(clip), v128.load(gradient + at), f32x4.mul(f32x4.splat(weightDecay), w));
    const next = fma(f32x4.splat(-learningRate), g, f32x4.mul(f32x4.splat(momentum), v128.load(m + at)));
    v128.store(m + at, next);
    v128.store(weight + at, f32x4.add(w, next));
  }
  for (; at < end; at += 4) {
    const w = load<f32>(weight + at);
    const next = momentum * load<f32>(m + at) - learningRate * (clip * load<f32>(gradient + at) + weightDecay * w);
    store<f32>(m + at, next);
    store<f32>(weight + at, w + next);
  }
}
