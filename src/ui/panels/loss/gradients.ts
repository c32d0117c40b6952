/** @file How hard each image of a batch pulls: norms of its gradient under both normalizations. */
import type { Normalization } from '../../../experiments';
import type { ImageLossTerms } from '../../../worker';
import { divisors, sum } from './norms';

/** Norm of the gradient of an image's unnormalised loss by its own logits and offsets together. */
export function predictionNorm({ gradient }: Pick<ImageLossTerms, 'gradient'>): number {
  return Math.hypot(gradient.logits, gradient.offsets);
}

/** @param unnormalised one an image */
export function normalizedNorms(
  unnormalised: readonly number[],
  images: readonly Pick<ImageLossTerms, 'positives'>[],
  norm: Normalization,
): number[] {
  const by = divisors(images, norm);
  return unnormalised.map((value, i) => value / by[i]);
}

/** Images predict separately, so the squares of their norms add up to that of the whole batch. */
export function wholeNorm(norms: readonly number[]): number {
  return Math.sqrt(sum(norms.map((norm) => norm * norm)));
}
