/**
 * @file From a batch of images to detections in the pixels of the original images, and from a split to an mAP.
 */
import { type DetectionOptions, detectObjects, dispose, readDetections, type Tensor, tensor } from '../engine';
import { type EvalReport, type ImageMatch, VocEvaluator } from '../evaluation';
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
 * @throws RangeError if an option would turn the suppression off, as `detectObjects` of the engine says
 */
export async function detectBatch(
  network: Network,
  batch: DetectionBatch,
  options: DetectOptions,
): Promise<Detections[]> {
  const { size } = batch;
  const packed = queueDetections(network, batch, options);
  const found = await readDetections(packed);
  dispose(packed);
  return batch.originals.map(({ width, height }, i) => ({
    ...found[i],
    boxes: inOriginalPixels(found[i].boxes, size, width, height),
  }));
}

/** Detects without reading. @returns what `readDetections` takes; the caller disposes it */
export function queueDetections(
  network: Network,
  { images, count, size }: Pick<DetectionBatch, 'images' | 'count' | 'size'>,
  options: DetectOptions,
): Tensor {
  const x = tensor(images, [count, size, size, 3]);
  const anchorCenters = tensor(network.anchors.centers, [network.anchors.count, 4]);
  const { logits, offsets } = network.predict(x);
  const packed = detectObjects(logits, offsets, anchorCenters, options);
  dispose(x, anchorCenters, logits, offsets);
  return packed;
}

/** Clips to the network's input, then scales to the image, as the reference's validation does. */
export function inOriginalPixels(boxes: Float32Array, size: number, width: number, height: number): Float32Array {
  return boxes.map((value, i) => Math.min(Math.max(value, 0), size) * ((i % 2 === 0 ? width : height) / size));
}

export interface EvaluateOptions extends DetectOptions {
  signal?: AbortSignal;
  onBatch?(detected: readonly DetectedImage[]): void;
}

export interface DetectedImage {
  id: string;
  detections: Detections;
  matches: ImageMatch;
}

/** VOC average precision of a network over batches of a split. @throws the signal's reason if it is aborted */
export async function evaluate(
  network: Network,
  batches: AsyncIterable<DetectionBatch>,
  classes: readonly string[],
  { signal, onBatch, ...options }: EvaluateOptions,
): Promise<EvalReport> {
  const evaluator = new VocEvaluator(classes);
  for await (const batch of batches) {
    signal?.throwIfAborted();
    // Images that do not decode are left out of their batch.
    if (batch.count === 0) continue;
    const detections = await detectBatch(network, batch, options);
    const images = batch.originals.map(({ boxes, labels, difficult }, i): DetectedImage => {
      const id = batch.ids[i];
      const groundTruth = { boxes, classIds: labels, difficult };
      const matches = evaluator.process({ id, groundTruth, detections: detections[i] });
      return { id, detections: detections[i], matches };
    });
    onBatch?.(images);
  }
  return evaluator.evaluate();
}
