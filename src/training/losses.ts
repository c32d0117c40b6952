/**
 * @file The losses of a step from the sums that the loss kernel leaves, and what is said when one is not finite.
 */

export interface ImageLoss {
  confidence: number;
  localization: number;
  positives: number;
  hardNegatives: number;
}

export interface StepLosses {
  /** The scalar that was differentiated. */
  total: number;
  /** Sums over the batch, divided by the batch's positives, under either normalization. */
  confidence: number;
  localization: number;
  positives: number;
  hardNegatives: number;
  /** Unnormalised sums of each image. */
  perImage: ImageLoss[];
}

export interface LossOptions {
  normalization: 'batch' | 'sample';
  /** Sample-wise only: `sum` adds the images' losses as defined, `mean` averages them. */
  sampleScale: 'sum' | 'mean';
}

/** Weight of the localization loss, as in the reference. */
export const boxWeight = 1;

/** The loss of a step, or a weight after it, is not a finite number; the message names the step, the term and the images. */
export class NonFiniteLossError extends Error {
  override name = 'NonFiniteLossError';
  readonly step: number;

  constructor(step: number, message: string) {
    super(message);
    this.step = step;
  }
}

/** @param sums f32[B, 4] of `multiboxLoss`: confidence, localization, positives, hard negatives of each image */
export function summarize(sums: Float32Array, options: LossOptions): StepLosses {
  const count = sums.length / 4;
  const perImage = Array.from({ length: count }, (_, i): ImageLoss => {
    const [confidence, localization, positives, hardNegatives] = sums.subarray(i * 4, i * 4 + 4);
    return { confidence, localization, positives, hardNegatives };
  });
  const add = (key: keyof ImageLoss) => perImage.reduce((sum, image) => sum + image[key], 0);
  const positives = add('positives');
  const confidence = add('confidence') / Math.max(1, positives);
  const localization = add('localization') / Math.max(1, positives);
  const sampleWise = perImage.reduce(
    (sum, image) => sum + (image.confidence + boxWeight * image.localization) / Math.max(1, image.positives),
    0,
  );
  const total =
    options.normalization === 'batch'
      ? confidence + boxWeight * localization
      : sampleWise / (options.sampleScale === 'mean' ? count : 1);
  return { total, confidence, localization, positives, hardNegatives: add('hardNegatives'), perImage };
}

/**
 * @param ids   of the batch's images
 * @param step  whose losses these are
 * @param found the last step done by the time that they were read
 * @throws NonFiniteLossError if the total is not a finite number
 */
export function checkFinite(losses: StepLosses, ids: readonly string[], step: number, found: number): void {
  const { total, confidence, localization, perImage } = losses;
  if (Number.isFinite(total)) return;
  const culprits = ids.filter(
    (_, i) => !Number.isFinite(perImage[i].confidence) || !Number.isFinite(perImage[i].localization),
  );
  const late = found > step ? ` (read after step ${found}; weights since step ${step} are of no use)` : '';
  throw new NonFiniteLossError(
    step,
    `step ${step}: loss is ${total} (confidence ${confidence}, localization ${localization}); ` +
      `images ${culprits.join(', ')}; expected finite numbers${late}`,
  );
}

/**
 * @param step the last one done
 * @throws NonFiniteLossError that names the first parameter with a weight that is not a finite number
 */
export function checkWeights(weights: Readonly<Record<string, Float32Array>>, step: number): void {
  for (const [name, values] of Object.entries(weights)) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined)
      throw new NonFiniteLossError(step, `step ${step}: a weight of ${name} became ${bad}; expected finite numbers`);
  }
}
