/**
 * @file How one image fades as another of its batch fills with objects. The other image's own terms are stretched: m
 * objects cost m times as much as one of its objects does now, and their gradients, which lie on other anchors, add up
 * as squares.
 */

import type { ImageLossTerms } from '../../../worker';
import type { Row } from '../../charts/curve';
import { normalizedNorms, predictionNorm } from './gradients';
import { type ImageSums, normalizedLosses, norms, shares } from './norms';

/** Positions in the batch. */
export interface Crowd {
  watched: number;
  /** The image that fills, and its objects at present, at least 1. */
  filling: number;
  objects: number;
}

/** The watched image beside that of the others which has the most objects; null where no other has any. */
export function crowdOf(images: readonly Pick<ImageLossTerms, 'objects'>[], watched: number): Crowd | null {
  const others = [...images.keys()].filter((i) => i !== watched && images[i].objects > 0);
  if (others.length === 0 || watched >= images.length) return null;
  const filling = others.reduce((most, i) => (images[i].objects > images[most].objects ? i : most));
  return { watched, filling, objects: images[filling].objects };
}

type Measured = ImageSums & Pick<ImageLossTerms, 'objects' | 'gradient'>;

/**
 * @param most objects at the end of the curve
 * @returns shares of the watched image in [0, 1] for x = 0 .. most objects of the other: of the loss under `loss-batch`
 *          and `loss-sample`, of the gradient of the predictions under `gradient-batch` and `gradient-sample`
 */
export function crowdingRows(images: readonly Measured[], { watched, filling, objects }: Crowd, most: number): Row[] {
  return Array.from({ length: most + 1 }, (_, m) => {
    const batch = images.map((image, i) => (i === filling ? stretched(image, m / objects) : image));
    const row: Row = { x: m };
    for (const { id } of norms) {
      row[`loss-${id}`] = shares(normalizedLosses(batch, id))[watched];
      row[`gradient-${id}`] = shares(normalizedNorms(batch.map(predictionNorm), batch, id))[watched];
    }
    return row;
  });
}

function stretched(image: Measured, factor: number): Measured {
  const { positives, confidence, localization, gradient } = image;
  return {
    ...image,
    positives: positives * factor,
    confidence: confidence * factor,
    localization: localization * factor,
    gradient: { logits: gradient.logits * Math.sqrt(factor), offsets: gradient.offsets * Math.sqrt(factor) },
  };
}
