/**
 * @file From raw predictions to the objects of every image: softmax, box decoding, decoder, ranking and suppression,
 * all on the back end. What comes back is one small tensor, whatever the number of anchors and classes.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { DecoderKind, DetectionRows, Detections } from '../../../ssd';
import { read } from '../../memory';
import { expectShape, runKernel } from '../run';

export interface DetectionOptions {
  /** `per-class` gives every anchor one chance a class; `argmax` only its best foreground class. */
  decoder: DecoderKind;
  /** A class counts above this probability, strictly; 0.01. */
  scoreThreshold?: number;
  /** A better box of the same class removes a worse one if their IoU is above this, strictly; 0.45. */
  nmsThreshold?: number;
  /** Rows that enter the suppression, over all classes of the image together; below 0 all. 400. */
  topK?: number;
  /** Rows that are returned at most; 0 and less all. 100. */
  postNms?: number;
}

/** Attributes of SsdDetect. */
export interface DetectionAttrs {
  argmax: boolean;
  /** f32 values */
  scoreThreshold: number;
  nmsThreshold: number;
  /** Rows that a decoder makes of one image: an anchor and class each, or an anchor each. */
  candidates: number;
  /** Of them, how many may enter the suppression; at least 1. */
  topK: number;
  /** Rows of the output. */
  limit: number;
}

/** What was found in one image, and how many rows passed each stage. */
export type ImageDetections = Detections & { stages: NonNullable<DetectionRows['stages']> };

/** Columns of an output row: class id, score, x1, y1, x2, y2. */
export const rowLength = 6;

/**
 * Finds the objects of every image; equals `detect` of src/ssd on what `decodePredictions` makes of the same inputs, bit
 * for bit (overlaps of less than 1e-38 square pixels aside).
 *
 * @param logits        f32[B, A, K], K = classes + 1, background is column 0
 * @param offsets       f32[B, A, 4], encoded with the stds (0.1, 0.1, 0.2, 0.2)
 * @param anchorCenters f32[A, 4] center form, pixels
 * @returns             f32[B, 1 + R, 6]: of every image first (candidates, entered, survived, 0, 0, 0), then up to R
 *                      survivors by descending score as (class id, score, x1, y1, x2, y2), then rows of -1; R is the
 *                      least of postNms, topK and the candidates. `readDetections` unpacks it; the caller disposes it.
 * @throws RangeError if a shape disagrees, or an option would turn the suppression off: the reference then returns a
 *                    row for every anchor and class, unranked, which is no small readback
 *
 * Source: spec section 7; the decoders and box_nms of GluonCV's SSD.
 */
export function detectObjects(
  logits: Tensor,
  offsets: Tensor,
  anchorCenters: Tensor,
  options: DetectionOptions,
): Tensor {
  expectShape('detectObjects: logits', logits, [-1, -1, -1]);
  const [batch, anchors, classes] = logits.shape;
  expectShape('detectObjects: offsets', offsets, [batch, anchors, 4]);
  expectShape('detectObjects: anchorCenters', anchorCenters, [anchors, 4]);
  return runKernel('SsdDetect', { logits, offsets, anchorCenters }, attributes(options, anchors, classes))[0];
}

/** Reads the output of {@link detectObjects}, which stays alive. @returns an entry an image */
export async function readDetections(packed: Tensor): Promise<ImageDetections[]> {
  const values = (await read(packed)) as Float32Array;
  const [batch, rows]: number[] = packed.shape;
  const length = rows * rowLength;
  return Array.from({ length: batch }, (_, image) => unpack(values.subarray(image * length, (image + 1) * length)));
}

function unpack(rows: Float32Array): ImageDetections {
  const [candidates, entered, survived] = rows;
  const count = Math.min(survived, rows.length / rowLength - 1);
  const found: ImageDetections = {
    classIds: new Int32Array(count),
    scores: new Float32Array(count),
    boxes: new Float32Array(count * 4),
    count,
    stages: { candidates, entered, survived },
  };
  for (let i = 0; i < count; i++) {
    const start = (i + 1) * rowLength;
    found.classIds[i] = rows[start];
    found.scores[i] = rows[start + 1];
    found.boxes.set(rows.subarray(start + 2, start + rowLength), i * 4);
  }
  return found;
}

function attributes(options: DetectionOptions, anchors: number, classes: number): DetectionAttrs {
  const { decoder, scoreThreshold = 0.01, nmsThreshold = 0.45, topK = 400, postNms = 100 } = options;
  if (Number.isNaN(scoreThreshold)) throw new RangeError('detectObjects: scoreThreshold is NaN; expected a number');
  if (!(nmsThreshold > 0 && nmsThreshold < 1)) {
    throw new RangeError(`detectObjects: nmsThreshold is ${nmsThreshold}; expected it between 0 and 1, exclusive`);
  }
  if (topK === 0) throw new RangeError('detectObjects: topK is 0; expected how many rows may enter, or less for all');
  const argmax = decoder === 'argmax';
  const candidates = argmax ? anchors : anchors * (classes - 1);
  const entering = topK < 0 ? candidates : Math.min(topK, candidates);
  return {
    argmax,
    scoreThreshold: Math.fround(scoreThreshold),
    nmsThreshold: Math.fround(nmsThreshold),
    candidates,
    topK: entering,
    limit: postNms > 0 ? Math.min(postNms, entering) : entering,
  };
}
