import { fma, partBegin } from '../../simd/vector.simd';

/**
 * One step of AdamW over f32[count], in place; see adamw.host.ts for the rule in plain numbers.
 *
 * @param clip factor of the gradient
 * @param kept 1 - learningRate * weightDecay
 * @param stepSize learningRate / (1 - beta1^step)
 * @param rootScale 1 / sqrt(1 - beta2^step)
 */
export function adamw(
  part: i32,
  parts: i32,
  weight: usize,
  m: usize,
  v: usize,
  gradient: usize,
  count: i32,
  clip: f32,
  beta1: f32,
  beta2: f32,
  ofGradient: f32,
  ofSquare: f32,
  epsilon: f32,
  kept: f32,
  stepSize: f32,
  rootScale: f32,
): void {
  const end = (<usize>partBegin(part + 1, parts, count, 4)) << 2;
  let at = (<usize>partBegin(part, parts, count, 4)) << 2;
  for (; at + 16 <= end; at += 16) {
    const g = f32x4.mul(v128.load(gradient + at), f32x4.splat(clip));
    const mean = fma(f32x4.splat(beta1), v128.load(m + at), f32x4.mul(f32x4.splat(ofGradient), g));
    const square = fma(f32x4.splat(beta2), v128.load(v + at), f32x4.mul(f32x4.mul(f32x4.splat(ofSquare), g), g));
    v128.store(m + at, mean);
    v128.store(v + at, square);
    const root = fma(f32x4.sqrt(square), f32x4.splat(rootScale), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(f32x4.splat(stepSize), mean), root);
    v128.store(weight + at, f32x4.sub(f32x4.mul(f32x4.splat(kept), v128.load(weight + at)), step));
  }
  for (; at < end; at += 4) {
    const g = load<f32>(gradient + at) * clip;
    const mean = beta1 * load<f32>(m + at) + ofGradient * g;
    const square = beta2 * load<f32>(v + at) + ofSquare * g * g;
    store<f32>(m + at, mean);
    store<f32>(v + at, square);
    const step = (stepSize * mean) / (sqrt<f32>(square) * rootScale + epsilon);
    store<f32>(weight + at, kept * load<f32>(weight + at) - step);
  }
}
