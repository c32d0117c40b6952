/**
 * @file One training step: forward, loss, backward, update. Live tensors are equal before and after.
 *
 * With accumulation the batch passes through in micro-batches, and their gradients are summed before the one update. The
 * positives of the whole batch are known from the targets, so the sum is the gradient of the unsplit step, but for
 * rounding. Batch norm is the exception: its statistics are those of each micro-batch.
 */
import { add, clipFactor, concat, dispose, multiboxLoss, type Tensor, tensor } from '../engine';
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
  /** Micro-batches of the step; at most one an image. */
  accumulate: number;
  /** Counted from 1. */
  step: number;
  learningRate: number;
  /** The largest global norm of the gradients; null leaves them as they are. */
  clipNorm: number | null;
}

export interface StepResult {
  /** f32[B, 4] of `multiboxLoss`, which the caller disposes. */
  sums: Tensor;
  /** Milliseconds; on a GPU those to record the commands. */
  stages: Record<Stage, number>;
}

export type Stage = 'upload' | 'forward' | 'loss' | 'backward' | 'update';

/** Negatives mined for each positive, as in the reference. */
const negativeRatio = 3;

/** Trains one step; on a GPU it is only queued, and nothing is read. The losses are for the caller to read and check. */
export function trainStep(
  network: Network,
  optimizer: Optimizer,
  batch: TrainingBatch,
  options: StepOptions,
): StepResult {
  const watch = stopwatch();
  const { learningRate, step, clipNorm } = options;
  const parts = microBatches(batch, options);
  /** Those that wait for the rest of the batch, or for the norm of all. */
  const gradients = new Map<Parameter, Tensor>();
  const sums: Tensor[] = [];
  for (const [i, part] of parts.entries()) {
    const { images, pass, gradLogits, gradOffsets, perImage } = forwardLoss(network, part, options, watch.lap);
    sums.push(perImage);
    // Each weight is updated as soon as its gradient is whole, so that no two gradients are alive without need.
    const whole = i === parts.length - 1 && clipNorm === null;
    network.backward(images, pass, gradLogits, gradOffsets, (parameter, gradient) => {
      const total = plus(gradients.get(parameter), gradient);
      gradients.set(parameter, total);
      if (!whole) return;
      optimizer.update(parameter, total, learningRate, step);
      gradients.delete(parameter);
      dispose(total);
    });
    dispose(images, gradLogits, gradOffsets);
    watch.lap('backward');
  }
  if (clipNorm !== null) {
    const factor = clipFactor([...gradients.values()], clipNorm);
    for (const update of gradients) optimizer.update(...update, learningRate, step, factor);
    dispose(factor, ...gradients.values());
  }
  const perImage = sums.length === 1 ? sums[0] : concat(sums, 0);
  if (sums.length > 1) dispose(...sums);
  watch.lap('update');
  return { sums: perImage, stages: watch.laps };
}

/** Some images of a batch, and the factor that makes of their gradient their share of that of the whole batch. */
export interface MicroBatch extends Pick<TrainingBatch, 'images' | 'classTargets' | 'boxTargets' | 'size' | 'count'> {
  gradientScale: number;
}

/** The batch in micro-batches of whole images that differ by one image at most. */
export function microBatches(
  batch: TrainingBatch,
  { accumulate, normalization, sampleScale }: LossOptions & Pick<StepOptions, 'accumulate'>,
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
  return Math.max(
    1,
    classTargets.reduce((count, target) => count + Number(target > 0), 0),
  );
}

/** A forward pass with its loss. @returns tensors that the caller disposes, of the pass by `backward` */
export function forwardLoss(
  network: Network,
  { images, classTargets, boxTargets, size, count, gradientScale }: MicroBatch,
  { normalization }: Pick<LossOptions, 'normalization'>,
  lap: (stage: Stage) => void,
): { images: Tensor; pass: ForwardPass } & ReturnType<typeof multiboxLoss> {
  const input = tensor(images, [count, size, size, 3]);
  const targets = [
    tensor(classTargets, [count, network.anchors.count]),
    tensor(boxTargets, [count, network.anchors.count, 4]),
  ] as const;
  lap('upload');
  const pass = network.forward(input);
  lap('forward');
  const loss = multiboxLoss(pass.logits, pass.offsets, ...targets, {
    normalization,
    negativeRatio,
    minHardNegatives: 0,
    boxWeight,
    gradientScale,
  });
  dispose(...targets);
  lap('loss');
  return { images: input, pass, ...loss };
}

/** The sum, once its terms are freed. */
function plus(sum: Tensor | undefined, term: Tensor): Tensor {
  if (sum === undefined) return term;
  const total = add(sum, term);
  dispose(sum, term);
  return total;
}

function stopwatch() {
  const laps: Record<Stage, number> = { upload: 0, forward: 0, loss: 0, backward: 0, update: 0 };
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
