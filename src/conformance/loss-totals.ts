/** @file The scalars that training differentiates, from the sums that the loss gives per image. */
import { toRows } from './fixture';

type Normalization = 'batch' | 'sample';

/** @param perImage f32[B, 4]: sum of cross-entropy, sum of smooth L1, positives, hard negatives */
export function lossTotal(perImage: Float32Array, normalization: Normalization, boxWeight: number): number {
  const images = toRows(perImage, 4);
  if (normalization === 'batch') return totalOver(images, 1, boxWeight);
  return images.reduce((sum, image) => sum + totalOver([image], 1, boxWeight), 0);
}

/** The weighted sums of these images over their positives (at least 1). */
export function totalOver(images: readonly Float32Array[], classWeight: number, boxWeight: number): number {
  const positives = images.reduce((sum, image) => sum + image[2], 0);
  const sum = images.reduce((all, image) => all + classWeight * image[0] + boxWeight * image[1], 0);
  return sum / Math.max(1, positives);
}
