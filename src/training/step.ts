/**
 * @file One training step: forward, loss, backward, update. Live tensors are equal before and after.
 *
 * With accumulation the batch passes through in micro-batches, and their gradients are summed before the one update. The
 * positives of the whole batch are known from the targets, so the sum is the gradient of the unsplit step, but for
 * rounding. Batch norm is the exception: its statistics are those of each micro-batch.
 */
import { add, clipFactor, concat, dispose, multiboxLoss, type Tensor, tensor, write } from '../engine';
import type { ForwardPass, Network, Parameter } from '../model';
import { boxWeight, type LossOptions } from './losses';
import type { Optimizer } from './optimizer';

/** What a step takes from a batch; the data room's batches have this form. */
export interface TrainingBatch {
  images: Float32Array;
  classTargets: Int32Array;
  boxTargets: Float32Array;
  ids: readonly string[];
  /** Of its images and targets. */
  digest: number;
  size: number;
  count: number;
}

export interface StepOptions extends LossOptions {
  /** The largest global norm of the gradients; null leaves them as they are. */
  clipNorm: number | null;
}

/** `replay` is that of all stages after `upload` where their commands are only queued again. */
export type Stage = 'upload' | 'forward' | 'loss' | 'backward' | 'update' | 'replay';

/** Negatives mined for each positive, as in the reference. */
const negativeRatio = 3;

/**
 * Trains one step; on a GPU it is only queued, and nothing is read. All that changes from step to step is in tensors: the
 * batch, and the rates of the optimizer.
 *
 * @returns f32[B, 4], the sums of `multiboxLoss`, which the caller disposes
 */
export function trainStep(
  network: Network,
  optimizer: Optimizer,
  parts: readonly { batch: DeviceBatch; gradientScale: number }[],
  { normalization, clipNorm }: StepOptions,
  lap: (stage: Stage) => void,
): Tensor {
  /** Those that wait for the rest of the batch, or for the norm of all. */
  const gradients = new Map<Parameter, Tensor>();
  const sums: Tensor[] = [];
  for (const [i, { batch, gradientScale }] of parts.entries()) {
    const options = { normalization, gradientScale };
    const { pass, gradLogits, gradOffsets, perImage } = forwardLoss(network, batch, options, lap);
    sums.push(perImage);
    // Each weight is updated as soon as its gradient is whole, so that no two gradients are alive without need.
    const whole = i === parts.length - 1 && clipNorm === null;
    network.backward(batch.images, pass, gradLogits, gradOffsets, (parameter, gradient) => {
      const total = plus(gradients.get(parameter), gradient);
      gradients.set(parameter, total);
      if (!whole) return;
      optimizer.update(parameter, total);
      gradients.delete(parameter);
      dispose(total);
    });
    dispose(gradLogits, gradOffsets);
    lap('backward');
  }
  if (clipNorm !== null) {
    const factor = clipFactor([...gradients.values()], clipNorm);
    for (const update of gradients) optimizer.update(...update, factor);
    dispose(factor, ...gradients.values());
  }
  const perImage = sums.length === 1 ? sums[0] : concat(sums, 0);
  if (sums.length > 1) dispose(...sums);
  lap('update');
  return perImage;
}

/** Some images of a batch, and the factor that makes of their gradient their share of that of the whole batch. */
export interface MicroBatch extends Pick<TrainingBatch, 'images' | 'classTargets' | 'boxTargets' | 'size' | 'count'> {
  gradientScale: number;
}

/** The batch in micro-batches of whole images that differ by one image at most. */
export function microBatches(
  batch: TrainingBatch,
  { accumulate, normalization, sampleScale }: LossOptions & { accumulate: number },
): MicroBatch[] {
  const { count, size } = batch;
  const parts = Math.min(accumulate, count);
  const all = positivesOf(batch.classTargets);
  return Array.from({ length: parts }, (_, i) => {
    const [from, to] = [i, i + 1].map((edge) => Math.floor((edge * count) / parts));
    const part = <T extends Float32Array | Int32Array>(values: T) =>
      values.subarray((values.length / count) * from, (values.length / count) * to) as T;
    const classTargets = part(batch.classTargets);
    // The loss divides by the positives that it sees.
    const share = positivesOf(classTargets) / all;
    const gradientScale = normalization === 'batch' ? share : sampleScale === 'mean' ? 1 / count : 1;
    const { images, boxTargets } = batch;
    return { images: part(images), classTargets, boxTargets: part(boxTargets), size, count: to - from, gradientScale };
  });
}

/** As a divisor: at least 1. */
function positivesOf(classTargets: Int32Array): number {
  let positives = 0;
  for (const target of classTargets) if (target > 0) positives++;
  return Math.max(1, positives);
}

/** Images and targets on the device, to be overwritten by those of the next step. */
export class DeviceBatch {
  readonly images: Tensor;
  readonly classTargets: Tensor;
  readonly boxTargets: Tensor;

  constructor({ images, classTargets, boxTargets, size, count }: Omit<MicroBatch, 'gradientScale'>) {
    this.images = tensor(images, [count, size, size, 3]);
    this.classTargets = tensor(classTargets, [count, classTargets.length / count]);
    this.boxTargets = tensor(boxTargets, [count, classTargets.length / count, 4]);
  }

  /** Whether it can hold this batch. */
  fits({ images, classTargets }: MicroBatch): boolean {
    return images.length === this.images.size && classTargets.length === this.classTargets.size;
  }

  write({ images, classTargets, boxTargets }: MicroBatch): void {
    write(this.images, images);
    write(this.classTargets, classTargets);
    write(this.boxTargets, boxTargets);
  }

  dispose(): void {
    dispose(this.images, this.classTargets, this.boxTargets);
  }
}

/** A forward pass with its loss. @returns tensors that the caller disposes, of the pass by `backward` */
export function forwardLoss(
  network: Network,
  { images, classTargets, boxTargets }: DeviceBatch,
  { normalization, gradientScale }: Pick<LossOptions, 'normalization'> & Pick<MicroBatch, 'gradientScale'>,
  lap: (stage: Stage) => void,
): { pass: ForwardPass } & ReturnType<typeof multiboxLoss> {
  const pass = network.forward(images);
  lap('forward');
  const loss = multiboxLoss(pass.logits, pass.offsets, classTargets, boxTargets, {
    normalization,
    negativeRatio,
    minHardNegatives: 0,
    boxWeight,
    gradientScale,
  });
  lap('loss');
  return { pass, ...loss };
}

/** The sum, once its terms are freed. */
function plus(sum: Tensor | undefined, term: Tensor): Tensor {
  if (sum === undefined) return term;
  const total = add(sum, term);
  dispose(sum, term);
  return total;
}

/** Milliseconds by stage; on a GPU those to record the commands. */
export function stopwatch() {
  const laps: Record<Stage, number> = { upload: 0, forward: 0, loss: 0, backward: 0, update: 0, replay: 0 };
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
