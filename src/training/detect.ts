/**
 * @file From a batch of images to detections in the pixels of the original images, and from a split to an mAP.
 */
import { type DetectionOptions, detectObjects, dispose, readDetections, type Tensor, tensor } from '../engine';
import { type EvalReport, VocEvaluator } from '../evaluation';
import type { Network } from '../model';
import type { Detections } from '../ssd';

export type DetectOptions = DetectionOptions;

/** The images of a batch with their ground truth in original pixels; the data room's batches have this form. */
export interface DetectionBatch {
  images: Float32Array;
  ids: readonly string[];
  size: number;
  count: number;
  originals: readonly {
    width: number;
    height: number;
    boxes: Float32Array;
    labels: Int32Array;
    difficult: Uint8Array;
  }[];
}

/**
 * Detections of every image of a batch, clipped to the image, in its original pixels.
 *
 * @param ways one or more ways to detect, on the predictions of one forward pass
 * @returns for each way, in their order, an entry an image
 * @throws RangeError if an option would turn the suppression off, as `detectObjects` of the engine says
 */
export async function detectBatch(
  network: Network,
  batch: DetectionBatch,
  ways: readonly DetectOptions[],
): Promise<Detections[][]> {
  const { size } = batch;
  const packed = queueDetections(network, batch, ways);
  const found = await Promise.all(packed.map(readDetections));
  dispose(...packed);
  return found.map((images) =>
    batch.originals.map(({ width, height }, i) => ({
      ...images[i],
      boxes: inOriginalPixels(images[i].boxes, size, width, height),
    })),
  );
}

/** Detects without reading. @returns for each way what `readDetections` takes; the caller disposes them */
export function queueDetections(
  network: Network,
  { images, count, size }: Pick<DetectionBatch, 'images' | 'count' | 'size'>,
  ways: readonly DetectOptions[],
): Tensor[] {
  const x = tensor(images, [count, size, size, 3]);
  const anchorCenters = tensor(network.anchors.centers, [network.anchors.count, 4]);
  const { logits, offsets } = network.predict(x);
  const packed = ways.map((way) => detectObjects(logits, offsets, anchorCenters, way));
  dispose(x, anchorCenters, logits, offsets);
  return packed;
}

/** Clips to the network's input, then scales to the image, as the reference's validation does. */
export function inOriginalPixels(boxes: Float32Array, size: number, width: number, height: number): Float32Array {
  return boxes.map((value, i) => Math.min(Math.max(value, 0), size) * ((i % 2 === 0 ? width : height) / size));
}

export interface EvaluateOptions {
  signal?: AbortSignal;
  /** Hears how many images of a batch were evaluated. */
  onBatch?(images: number): void;
}

/** A network, and one or more ways to detect on each of its forward passes. */
export interface Detector {
  network: Network;
  ways: readonly DetectOptions[];
}

/**
 * VOC average precision over batches of a split: each batch is made once for all detectors, and inferred once for all
 * ways of a detector.
 *
 * @returns for each detector a report for each of its ways
 * @throws the signal's reason if it is aborted
 */
export async function evaluate(
  detectors: readonly Detector[],
  batches: AsyncIterable<DetectionBatch>,
  classes: readonly string[],
  { signal, onBatch }: EvaluateOptions = {},
): Promise<EvalReport[][]> {
  const evaluators = detectors.map(({ ways }) => ways.map(() => new VocEvaluator(classes)));
  for await (const batch of batches) {
    signal?.throwIfAborted();
    // Images that do not decode are left out of their batch.
    if (batch.count === 0) continue;
    for (const [d, { network, ways }] of detectors.entries()) {
      const detections = await detectBatch(network, batch, ways);
      for (const [w, evaluator] of evaluators[d].entries()) {
        batch.originals.forEach(({ boxes, labels, difficult }, i) => {
          const groundTruth = { boxes, classIds: labels, difficult };
          evaluator.process({ id: batch.ids[i], groundTruth, detections: detections[w][i] });
        });
      }
    }
    onBatch?.(batch.count);
  }
  return evaluators.map((ofNetwork) => ofNetwork.map((evaluator) => evaluator.evaluate()));
}
