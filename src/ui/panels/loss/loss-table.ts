/** @file The tutorial's table for any batch: every image's losses under both norms, in each form that is in use. */
import type { Normalization } from '../../../experiments';
import { type NormalizedLosses, type TutorialLosses, tutorialLosses } from '../../../ssd';
import type { ImageLossTerms } from '../../../worker';
import { sum } from './norms';

export type Part = 'confidence' | 'localization';
export const parts: readonly Part[] = ['confidence', 'localization'];

/**
 * `training`: sums by positives, what is differentiated. `printed`: means, times the tutorial's rescaling, by positives.
 * `mean`: the library's means by positives, before that rescaling.
 */
export type Form = 'training' | 'printed' | 'mean';

type Losses = Record<Part, number>;

export interface LossRow {
  /** Before the division by positives. */
  undivided: Losses;
  divided: Record<Normalization, Losses>;
}

export interface LossTable {
  /** One an image. */
  rows: LossRow[];
  /** Over the images. */
  total: LossRow;
}

export function lossTable(images: readonly ImageLossTerms[], form: Form): LossTable {
  // One model predicts for all images of a batch.
  const { anchors, classes } = images[0] ?? { anchors: 1, classes: 1 };
  const losses = tutorialLosses(Float32Array.from(images.flatMap(sumsOf)), anchors, classes);
  const rows = images.map((image, i) => ({
    undivided: undivided(image, losses, i, form),
    divided: { batch: divided(losses.batch, i, form), sample: divided(losses.sample, i, form) },
  }));
  const total = (pick: (row: LossRow) => Losses): Losses => ({
    confidence: sum(rows.map((row) => pick(row).confidence)),
    localization: sum(rows.map((row) => pick(row).localization)),
  });
  return {
    rows,
    total: {
      undivided: total((row) => row.undivided),
      divided: { batch: total((row) => row.divided.batch), sample: total((row) => row.divided.sample) },
    },
  };
}

/** The numbers that the library's mean of a part is over, and what the tutorial multiplies that mean by. */
export function rescaling({ anchors, classes }: ImageLossTerms): Record<Part, { meanOver: number; factor: number }> {
  return {
    confidence: { meanOver: anchors, factor: anchors * classes },
    localization: { meanOver: anchors * 4, factor: anchors * 4 },
  };
}

function undivided(image: ImageLossTerms, losses: TutorialLosses, i: number, form: Form): Losses {
  const mean = { confidence: losses.confidenceMean[i], localization: losses.localizationMean[i] };
  if (form === 'mean') return mean;
  if (form === 'training') return { confidence: image.confidence, localization: image.localization };
  return {
    confidence: mean.confidence * losses.confidenceRescale,
    localization: mean.localization * losses.localizationRescale,
  };
}

function divided(losses: NormalizedLosses, i: number, form: Form): Losses {
  if (form === 'mean') return { confidence: losses.confidence[i], localization: losses.localization[i] };
  const confidence = form === 'printed' ? losses.confidenceRescaled : losses.confidenceSum;
  return { confidence: confidence[i], localization: losses.localizationRescaled[i] };
}

function sumsOf({ confidence, localization, positives, hardNegatives }: ImageLossTerms): number[] {
  return [confidence, localization, positives, hardNegatives];
}
