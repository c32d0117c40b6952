/**
 * @file The losses as GluonCV's SSD tutorial prints them, batch-wise and sample-wise, with their rescaling.
 *
 * The library losses are means: cross-entropy over the N anchors, smooth L1 over the 4N numbers. The tutorial multiplies
 * them back by N * (C + 1) and 4N. Since the cross-entropy was averaged over N only, **the printed confidence is C + 1
 * times too large (21 for VOC)**; the training loss (loss.ts) has no such factor, and localization is right.
 */

/** One entry per image, except where a single number stands. */
export interface TutorialLosses {
  /** Positives of the batch. */
  positives: number;
  samplePositives: number[];
  /** The library losses: mean cross-entropy over N anchors and mean smooth L1 over 4N numbers. */
  confidenceMean: number[];
  localizationMean: number[];
  batch: NormalizedLosses;
  sample: NormalizedLosses;
  /** N * (C + 1): C + 1 times too large. */
  confidenceRescale: number;
  /** 4N */
  localizationRescale: number;
}

export interface NormalizedLosses {
  confidence: number[];
  localization: number[];
  /** As printed; the confidence carries the factor C + 1. */
  confidenceRescaled: number[];
  localizationRescaled: number[];
  /** The true sum of cross-entropy over the number of positives. */
  confidenceSum: number[];
}

/**
 * @param sums f32[B, 4] per image: sum of cross-entropy, sum of smooth L1, positives, negatives
 * @param anchors N
 * @param classes C + 1
 *
 * A divisor without positives counts as 1, where the tutorial would divide 0 by 0.
 */
export function tutorialLosses(sums: Float32Array, anchors: number, classes: number): TutorialLosses {
  const images = Array.from({ length: sums.length / 4 }, (_, b) => sums.subarray(b * 4, b * 4 + 4));
  const samplePositives = images.map((image) => image[2]);
  const positives = samplePositives.reduce((total, n) => total + n, 0);
  const confidenceRescale = anchors * classes;
  const localizationRescale = anchors * 4;
  const confidenceMean = images.map((image) => image[0] / anchors);
  const localizationMean = images.map((image) => image[1] / (anchors * 4));

  const normalize = (divisors: number[]): NormalizedLosses => {
    const confidence = confidenceMean.map((mean, b) => mean / Math.max(1, divisors[b]));
    const localization = localizationMean.map((mean, b) => mean / Math.max(1, divisors[b]));
    return {
      confidence,
      localization,
      confidenceRescaled: confidence.map((loss) => loss * confidenceRescale),
      localizationRescaled: localization.map((loss) => loss * localizationRescale),
      confidenceSum: images.map((image, b) => image[0] / Math.max(1, divisors[b])),
    };
  };
  return {
    positives,
    samplePositives,
    confidenceMean,
    localizationMean,
    batch: normalize(images.map(() => positives)),
    sample: normalize(samplePositives),
    confidenceRescale,
    localizationRescale,
  };
}
