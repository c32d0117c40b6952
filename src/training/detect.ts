/**
 * @file From a batch of images to detections in the pixels of the original images, and from a split to an mAP.
 */
import { decodePredictions, dispose, read, tensor } from '../engine';
import { type EvalReport, type ImageMatch, VocEvaluator } from '../evaluation';
import type { Network } from '../model';
import { type Detections, detect } from '../ssd';

export interface DetectOptions {
  decoder: 'per-class' | 'argmax';
  scoreThreshold?: number;
  nmsThreshold?: number;
  topK?: number;
  postNms?: number;
}

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

/** Detections of every image of a batch, clipped to the image, in its original pixels. */
export async function detectBatch(
  network: Network,
  batch: DetectionBatch,
  options: DetectOptions,
): Promise<Detections[]> {
  const { count, size } = batch;
  const anchors = network.anchors.count;
  const classes = network.classes + 1;
  const images = tensor(batch.images, [count, size, size, 3]);
  const anchorCenters = tensor(network.anchors.centers, [anchors, 4]);
  const { logits, offsets } = network.predict(images);
  const decoded = decodePredictions(logits, offsets, anchorCenters);
  dispose(images, anchorCenters, logits, offsets);
  const [probabilities, boxes] = (await Promise.all([
    read(decoded.probabilities),
    read(decoded.boxes),
  ])) as Float32Array[];
  dispose(decoded.probabilities, decoded.boxes);
  return batch.originals.map(({ width, height }, i) => {
    const detections = detect({
      probabilities: probabilities.subarray(i * anchors * classes, (i + 1) * anchors * classes),
      boxes: boxes.subarray(i * anchors * 4, (i + 1) * anchors * 4),
      anchors,
      classes,
      ...options,
    });
    return { ...detections, boxes: toOriginal(detections.boxes, size, width, height) };
  });
}

/** Clips to the network's input, then scales to the image, as the reference's validation does. */
function toOriginal(boxes: Float32Array, size: number, width: number, height: number): Float32Array {
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
