/**
 * @file One training step: forward, loss, backward, update. Live tensors are equal before and after.
 */
import { clipFactor, dispose, multiboxLoss, type Tensor, tensor } from '../engine';
import type { Network, Parameter } from '../model';
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

  const { learningRate, step, clipNorm } = options;
  if (clipNorm === null) {
    // Each weight is updated as soon as its gradient is known, so that no two gradients are alive at once.
    network.backward(images, pass, gradLogits, gradOffsets, (parameter, gradient) => {
      optimizer.update(parameter, gradient, learningRate, step);
      dispose(gradient);
    });
    watch.lap('backward');
  } else {
    const updates: [Parameter, Tensor][] = [];
    network.backward(images, pass, gradLogits, gradOffsets, (...update) => updates.push(update));
    watch.lap('backward');
    const gradients = updates.map(([, gradient]) => gradient);
    const factor = clipFactor(gradients, clipNorm);
    for (const update of updates) optimizer.update(...update, learningRate, step, factor);
    dispose(factor, ...gradients);
  }
  dispose(images, classTargets, boxTargets, gradLogits, gradOffsets);
  watch.lap('update');
  return { sums: perImage, stages: watch.laps };
}

function gradientScale({ normalization, sampleScale }: LossOptions, count: number): number {
  return normalization === 'sample' && sampleScale === 'mean' ? 1 / count : 1;
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
