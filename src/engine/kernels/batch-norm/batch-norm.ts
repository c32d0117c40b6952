/**
 * @file Batch normalisation over all but the last axis: training, inference and gradient, with ReLU fused on request.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape, runKernel } from '../run';

/** Attributes of SsdBatchNorm. */
export interface BatchNormAttrs {
  epsilon: number;
  /** Share of the old running value that stays. */
  decay: number;
  relu: boolean;
}

/** Attributes of SsdBatchNormInference. */
export interface BatchNormInferenceAttrs {
  epsilon: number;
  relu: boolean;
}

/** Attributes of SsdBatchNormGrad. */
export interface BatchNormGradAttrs {
  relu: boolean;
}

/**
 * y = gamma * (x - mean) / sqrt(variance + epsilon) + beta with the batch's own mean and biased variance.
 *
 * @param x               f32[..., C]
 * @param gamma           f32[C], as are beta and both running tensors
 * @param runningMean     becomes decay * runningMean + (1 - decay) * mean, IN PLACE; runningVariance alike
 * @returns               y f32[..., C], mean f32[C] and inverseStd f32[C], all of which the caller disposes
 * @throws RangeError if a per-channel tensor is not [C]
 *
 * Source: Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1.
 */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  runningMean: Tensor,
  runningVariance: Tensor,
  attrs: BatchNormAttrs,
): { y: Tensor; mean: Tensor; inverseStd: Tensor } {
  expectChannels('batchNorm', x, { gamma, beta, runningMean, runningVariance });
  const [y, mean, inverseStd] = runKernel('SsdBatchNorm', { x, gamma, beta, runningMean, runningVariance }, attrs);
  return { y, mean, inverseStd };
}

/**
 * The same with the running mean and variance, which stay as they are.
 *
 * @param x f32[..., C]; the per-channel tensors are f32[C]
 * @returns f32[..., C], which the caller disposes
 * @throws RangeError if a per-channel tensor is not [C]
 */
export function batchNormInference(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  runningMean: Tensor,
  runningVariance: Tensor,
  attrs: BatchNormInferenceAttrs,
): Tensor {
  expectChannels('batchNormInference', x, { gamma, beta, runningMean, runningVariance });
  return runKernel('SsdBatchNormInference', { x, gamma, beta, runningMean, runningVariance }, attrs)[0];
}

/**
 * The gradient of batchNorm; the batch statistics depend on x. With `relu`, dy counts only where y > 0.
 *
 * @param dy         f32[..., C], as are x and y, the input and output of batchNorm
 * @param gamma      f32[C]
 * @param mean       f32[C] as returned by batchNorm, inverseStd alike
 * @returns          dx f32[..., C], dGamma f32[C] and dBeta f32[C], all of which the caller disposes
 * @throws RangeError if a shape disagrees
 */
export function batchNormGrad(
  dy: Tensor,
  x: Tensor,
  y: Tensor,
  gamma: Tensor,
  mean: Tensor,
  inverseStd: Tensor,
  attrs: BatchNormGradAttrs,
): { dx: Tensor; dGamma: Tensor; dBeta: Tensor } {
  expectShape('batchNormGrad: x', x, dy.shape);
  expectShape('batchNormGrad: y', y, dy.shape);
  expectChannels('batchNormGrad', dy, { gamma, mean, inverseStd });
  const [dx, dGamma, dBeta] = runKernel('SsdBatchNormGrad', { dy, x, y, gamma, mean, inverseStd }, attrs);
  return { dx, dGamma, dBeta };
}

function expectChannels(op: string, x: Tensor, perChannel: Record<string, Tensor>): void {
  const channels = x.shape[x.shape.length - 1];
  for (const [name, tensor] of Object.entries(perChannel)) expectShape(`${op}: ${name}`, tensor, [channels]);
}
