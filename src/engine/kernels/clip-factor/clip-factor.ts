/**
 * @file How much gradients must shrink, found where they are, so that clipping waits for no readback.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../run';

/** Attributes of SsdClipFactor. */
export interface ClipAttrs {
  /** The largest global norm that is left as it is; above 0. */
  clipNorm: number;
}

/**
 * The factor that brings the global norm of all gradients down to `clipNorm`: min(1, clipNorm / norm), where norm is the
 * root of the sum of all squares. It is NaN if a gradient is.
 *
 * @param gradients f32[...] each, at least one
 * @returns         f32[1], which the updates take and the caller disposes
 * @throws RangeError if the bound is not above 0
 *
 * Source: Pascanu et al. 2013, arXiv:1211.5063, algorithm 1.
 */
export function clipFactor(gradients: readonly Tensor[], clipNorm: number): Tensor {
  if (!(clipNorm > 0)) throw new RangeError(`clipFactor: clipNorm is ${clipNorm}; expected above 0`);
  return runKernel('SsdClipFactor', gradients, { clipNorm })[0];
}
