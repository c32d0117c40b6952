/**
 * @file One training step: forward, loss, backward, update. Live tensors are equal before and after.
 */
import { dispose, multiboxLoss, read, scale, sumOfSquares, type Tensor, tensor } from '../engine';
import type { Network, Parameter } from '../model';
import type { Optimizer } from './optimizer';

/** What a step takes from a batch; the data room's batches have this form. */
export interface TrainingBatch {
  images: Float32Array;
  classTargets: Int32Array;
  boxTargets: Float32Array;
  ids: readonly string[];
  size: number;
  count: number;
}

export interface StepOptions {
  /** Counted from 1. */
  step: number;
  learningRate: number;
  normalization: 'batch' | 'sample';
  /** Sample-wise only: `sum` adds the images' losses as defined, `mean` averages them. */
  sampleScale: 'sum' | 'mean';
  clipNorm: number | null;
}

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

export interface StepResult {
  losses: StepLosses;
  stages: Record<Stage, number>;
}

export type Stage = 'upload' | 'forward' | 'loss' | 'backward' | 'update' | 'read';

/** The loss of a step is not a finite number; the message names the step, the term and the images. */
export class NonFiniteLossError extends Error {
  override name = 'NonFiniteLossError';
}

/** Negatives mined for each positive, and the weight of the localization loss: both as in the reference. */
const negativeRatio = 3;
const boxWeight = 1;

/**
 * Trains one step. On a GPU, stages are the time to record their commands; `read` waits for the queue.
 *
 * @throws NonFiniteLossError after the weights were updated: go on from a checkpoint
 */
export async function trainStep(
  network: Network,
  optimizer: Optimizer,
  batch: TrainingBatch,
  options: StepOptions,
): Promise<StepResult> {
  const watch = stopwatch();
  const { count, size } = batch;
  const images = tensor(batch.images, [count, size, size, 3]);
  const classTargets = tensor(batch.classTargets, [count, network.anchors.count]);
  const boxTargets = tensor(batch.boxTargets, [count, network.anchors.count, 4]);
  watch.lap('upload');

  const pass = network.forward(images);
  watch.lap('forward');

  const { gradLogits, gradOffsets, perImage } = multiboxLoss(pass.logits, pass.offsets, classTargets, boxTargets, {
    normalization: options.normalization,
    negativeRatio,
    minHardNegatives: 0,
    boxWeight,
    gradientScale: gradientScale(options, count),
  });
  watch.lap('loss');

  const update = (parameter: Parameter, gradient: Tensor) => {
    optimizer.update(parameter, gradient, options.learningRate, options.step);
    dispose(gradient);
  };
  if (options.clipNorm === null) {
    // Each weight is updated as soon as its gradient is known, so that no two gradients are alive at once.
    network.backward(images, pass, gradLogits, gradOffsets, update);
    watch.lap('backward');
  } else {
    const gradients: [Parameter, Tensor][] = [];
    network.backward(images, pass, gradLogits, gradOffsets, (...entry) => gradients.push(entry));
    watch.lap('backward');
    await clip(gradients, options.clipNorm);
    for (const [parameter, gradient] of gradients) update(parameter, gradient);
  }
  dispose(images, classTargets, boxTargets, gradLogits, gradOffsets);
  watch.lap('update');

  const sums = (await read(perImage)) as Float32Array;
  dispose(perImage);
  watch.lap('read');
  const losses = summarize(sums, options, count);
  checkFinite(losses, batch.ids, options.step);
  return { losses, stages: watch.laps };
}

function gradientScale({ normalization, sampleScale }: StepOptions, count: number): number {
  return normalization === 'sample' && sampleScale === 'mean' ? 1 / count : 1;
}

/** Losses from the kernel's sums f32[B, 4] (confidence, localization, positives, hard negatives). */
export function summarize(
  sums: Float32Array,
  options: Pick<StepOptions, 'normalization' | 'sampleScale'>,
  count: number,
): StepLosses {
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

function checkFinite(
  { total, confidence, localization, perImage }: StepLosses,
  ids: readonly string[],
  step: number,
): void {
  if (Number.isFinite(total)) return;
  const culprits = ids.filter(
    (_, i) => !Number.isFinite(perImage[i].confidence) || !Number.isFinite(perImage[i].localization),
  );
  throw new NonFiniteLossError(
    `step ${step}: loss is ${total} (confidence ${confidence}, localization ${localization}); ` +
      `images ${culprits.join(', ')}; expected finite numbers: a lower learning rate or gradient clipping often helps`,
  );
}

/** Scales all gradients so that their global norm is at most `clipNorm`. Costs one readback. */
async function clip(gradients: [Parameter, Tensor][], clipNorm: number): Promise<void> {
  const squares = gradients.map(([, gradient]) => sumOfSquares(gradient));
  const sums = await Promise.all(squares.map(read));
  dispose(...squares);
  const norm = Math.sqrt(sums.reduce((total, [sum]) => total + sum, 0));
  if (norm <= clipNorm) return;
  for (const entry of gradients) {
    const scaled = scale(entry[1], clipNorm / norm);
    dispose(entry[1]);
    entry[1] = scaled;
  }
}

function stopwatch() {
  const laps: Record<Stage, number> = { upload: 0, forward: 0, loss: 0, backward: 0, update: 0, read: 0 };
  let last = performance.now();
  return {
    laps,
    lap(stage: Stage) {
      const now = performance.now();
      laps[stage] += now - last;
      last = now;
    },
  };
}
