/** @file The detections of an image with their history: every row that entered the suppression, and what became of it. */
import { type DetectInput, decodedRows, detectionLimits } from './decode';
import { rowLength, suppress } from './nms';

/** The rows that entered the suppression, by rank: descending score, equal scores class by class. */
export interface TracedDetections {
  /** Rows above the thresholds, and those of them that the top k let in. */
  candidates: number;
  entered: number;
  /** i32[entered] from 0. */
  classIds: Int32Array;
  /** f32[entered] */
  scores: Float32Array;
  /** f32[entered, 4] corner form, network pixels, not clipped. */
  boxes: Float32Array;
  /** i32[entered] the anchor that each row came from. */
  anchors: Int32Array;
  /** i32[entered] rank of the survivor that removed the row, -1 for a survivor. */
  suppressedBy: Int32Array;
  /** f32[entered] IoU with that survivor, 0 for a survivor. */
  iou: Float32Array;
  /** u8[entered] 1 for a survivor among the first `postNms`: what `detect` returns. */
  kept: Uint8Array;
}

/**
 * Does what `detect` does and keeps the way there.
 *
 * @throws RangeError if an array has another length than A and K say, or if nothing is to be suppressed: an IoU threshold
 *   that is not between 0 and 1, or a top k of 0
 */
export function tracedDetections(input: DetectInput): TracedDetections {
  const { validThreshold, nmsThreshold, topK, postNms } = detectionLimits(input);
  if (!(nmsThreshold > 0 && nmsThreshold < 1) || topK === 0) {
    throw new RangeError(
      `tracedDetections: got nmsThreshold ${nmsThreshold} and topK ${topK}, which turn the suppression off; ` +
        'expected a threshold between 0 and 1 and a topK other than 0',
    );
  }
  const rows = decodedRows(input);
  const { ranked, removedBy, overlaps, candidates } = suppress(rows, {
    overlapThreshold: nmsThreshold,
    validThreshold,
    topK,
  });
  const boxes = new Float32Array(ranked.length * 4);
  const kept = new Uint8Array(ranked.length);
  let survivors = 0;
  ranked.forEach((row, rank) => {
    boxes.set(rows.subarray(row * rowLength + 2, (row + 1) * rowLength), rank * 4);
    if (removedBy[rank] < 0) kept[rank] = Number(postNms <= 0 || survivors++ < postNms);
  });
  return {
    candidates,
    entered: ranked.length,
    classIds: ranked.map((row) => rows[row * rowLength]),
    scores: Float32Array.from(ranked, (row) => rows[row * rowLength + 1]),
    boxes,
    anchors: ranked.map((row) => row % input.anchors),
    suppressedBy: removedBy,
    iou: overlaps,
    kept,
  };
}
