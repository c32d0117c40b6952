/** @file From class probabilities and decoded boxes to detections: decoder, then non-maximum suppression. */
import { nmsSurvivors, rowLength } from './nms';

/** `per-class` gives every anchor one chance a class; `argmax` only its best foreground class. */
export type DecoderKind = 'per-class' | 'argmax';

export interface DetectInput {
  /** f32[A, K] softmax over K = C + 1 classes, background in column 0. */
  probabilities: Float32Array;
  /** f32[A, 4] decoded boxes, corner form, network pixels. */
  boxes: Float32Array;
  anchors: number;
  /** K */
  classes: number;
  decoder: DecoderKind;
  /** A class counts above this probability, strictly; 0.01. */
  scoreThreshold?: number;
  /** Score from which a row enters the suppression, strictly; as the score threshold. */
  validThreshold?: number;
  /** IoU of the suppression; 0 and less or 1 and more turn it off, and with it the ranking and both limits. 0.45. */
  nmsThreshold?: number;
  /** Rows that enter the suppression, over all classes of the image together; 400. */
  topK?: number;
  /** Rows that are returned at most; 0 and less all; 100. */
  postNms?: number;
}

/** What was found in an image, by descending score unless the suppression is off. */
export interface Detections {
  /** i32[count] from 0. */
  classIds: Int32Array;
  /** f32[count] */
  scores: Float32Array;
  /** f32[count, 4] corner form, network pixels, not clipped. */
  boxes: Float32Array;
  count: number;
}

export interface DetectionRows {
  /** f32[R, 6] id, score, box; rows of id -1 are filler. */
  rows: Float32Array;
  /** How many rows passed each stage; null while the suppression is off. */
  stages: { candidates: number; entered: number; survived: number } | null;
}

/**
 * Finds the objects of one image.
 *
 * The scores are softmax values as they are: not divided by one minus the background.
 *
 * @throws RangeError if an array has another length than A and K say
 *
 * Source: the decoders and box_nms of GluonCV's SSD; thresholds and limits of its VOC models.
 */
export function detect(input: DetectInput): Detections {
  const { rows } = detectionRows(input);
  const kept: number[] = [];
  for (let start = 0; start < rows.length; start += rowLength) if (rows[start] >= 0) kept.push(start);
  const boxes = new Float32Array(kept.length * 4);
  kept.forEach((start, i) => {
    boxes.set(rows.subarray(start + 2, start + rowLength), i * 4);
  });
  return {
    classIds: Int32Array.from(kept, (start) => rows[start]),
    scores: Float32Array.from(kept, (start) => rows[start + 1]),
    boxes,
    count: kept.length,
  };
}

/** The output of the reference's network row by row, filler included. @throws RangeError like {@link detect} */
export function detectionRows(input: DetectInput): DetectionRows {
  const { validThreshold, nmsThreshold, topK, postNms } = detectionLimits(input);
  const candidates = decodedRows(input);
  if (!(nmsThreshold > 0 && nmsThreshold < 1)) return { rows: candidates, stages: null };

  const total = candidates.length / rowLength;
  const limit = postNms > 0 ? Math.min(postNms, total) : total;
  if (topK === 0) return { rows: candidates.slice(0, limit * rowLength), stages: null };
  const survivors = nmsSurvivors(candidates, { overlapThreshold: nmsThreshold, validThreshold, topK });
  const rows = new Float32Array(limit * rowLength).fill(-1);
  survivors.rows.subarray(0, limit).forEach((row, rank) => {
    rows.set(candidates.subarray(row * rowLength, (row + 1) * rowLength), rank * rowLength);
  });
  const { candidates: valid, entered } = survivors;
  return { rows, stages: { candidates: valid, entered, survived: survivors.rows.length } };
}

/** The thresholds and limits of an input, with the usual ones where it names none. */
export function detectionLimits(input: DetectInput) {
  const { scoreThreshold = 0.01, nmsThreshold = 0.45, topK = 400, postNms = 100 } = input;
  return { scoreThreshold, validThreshold: input.validThreshold ?? scoreThreshold, nmsThreshold, topK, postNms };
}

/** f32[R, 6] what the decoder alone makes of the anchors: row r comes from anchor r mod A. @throws RangeError */
export function decodedRows(input: DetectInput): Float32Array {
  checkLengths(input);
  const threshold = Math.fround(detectionLimits(input).scoreThreshold);
  return input.decoder === 'per-class' ? perClassRows(input, threshold) : argmaxRows(input, threshold);
}

/** Class major: all anchors of class 0, then of class 1, and so on. f32[C * A, 6] */
function perClassRows({ probabilities, boxes, anchors, classes }: DetectInput, threshold: number): Float32Array {
  const rows = new Float32Array((classes - 1) * anchors * rowLength);
  let start = 0;
  for (let id = 0; id < classes - 1; id++) {
    for (let a = 0; a < anchors; a++, start += rowLength) {
      writeRow(rows, start, id, probabilities[a * classes + id + 1], threshold, boxes, a);
    }
  }
  return rows;
}

/** The first best foreground class of every anchor: background takes no part, however likely. f32[A, 6] */
function argmaxRows({ probabilities, boxes, anchors, classes }: DetectInput, threshold: number): Float32Array {
  const rows = new Float32Array(anchors * rowLength);
  for (let a = 0; a < anchors; a++) {
    let best = 1;
    for (let k = 2; k < classes; k++) if (probabilities[a * classes + k] > probabilities[a * classes + best]) best = k;
    writeRow(rows, a * rowLength, best - 1, probabilities[a * classes + best], threshold, boxes, a);
  }
  return rows;
}

function writeRow(
  rows: Float32Array,
  start: number,
  id: number,
  score: number,
  threshold: number,
  boxes: Float32Array,
  anchor: number,
): void {
  const kept = score > threshold;
  rows[start] = kept ? id : -1;
  rows[start + 1] = kept ? score : 0;
  for (let i = 0; i < 4; i++) rows[start + 2 + i] = boxes[anchor * 4 + i];
}

function checkLengths({ probabilities, boxes, anchors, classes }: DetectInput): void {
  if (probabilities.length === anchors * classes && boxes.length === anchors * 4) return;
  throw new RangeError(
    `detect: got ${probabilities.length} probabilities and ${boxes.length} box numbers; ` +
      `expected ${anchors * classes} and ${anchors * 4}`,
  );
}
