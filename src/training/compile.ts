/**
 * @file Everything that a run will ask of the device, compiled at once and in parallel before its first step.
 */
import { compileAhead, dispose } from '../engine';
import { type DetectOptions, queueDetections } from './detect';
import type { Training } from './loop';

export interface RunShapes {
  /** Images of a training batch. */
  batch: number;
  /** Images of the batches that will be detected. */
  detected: readonly number[];
  ways: readonly DetectOptions[];
}

/**
 * Compiles the kernels of training steps and of detections; where there is nothing to compile it returns at once.
 *
 * @param onProgress hears how many kernels are done of how many
 * @throws Error that names a kernel which does not compile
 */
export async function compileRun(
  training: Training,
  { batch, detected, ways }: RunShapes,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const { network } = training;
  const size = network.spec.anchors.inputSize;
  await compileAhead(() => {
    training.rehearse(batch);
    for (const count of new Set(detected)) {
      const images = new Float32Array(count * size * size * 3);
      dispose(...queueDetections(network, { images, count, size }, ways));
    }
  }, onProgress);
}
