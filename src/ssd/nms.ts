/**
 * @file Non-maximum suppression as MXNet's box_nms does it: one ranking of all classes of an image, then greedy removal
 * within each class.
 */
import { iou } from './boxes';
import { selectLargest } from './selection';

/** Columns of a detection row: class id, score, x1, y1, x2, y2. */
export const rowLength = 6;

export interface NmsOptions {
  /** A row is removed by a better one of its class if their IoU is above this, strictly. */
  overlapThreshold: number;
  /** A row takes part if its score is above this, strictly. */
  validThreshold: number;
  /** Rows that enter, over all classes together; below 0 all, and 0 leaves the rows as they are. */
  topK: number;
  /** Column of the class id; below 0 there are no ids and every row can remove every other. Default 0. */
  idIndex?: number;
  /** Rows remove each other across classes. Default false. */
  forceSuppress?: boolean;
  /** Rows with this id do not take part. Default -1. */
  backgroundId?: number;
}

export interface Survivors {
  /** Row indices by descending score; equal scores keep the order of the rows. */
  rows: Int32Array;
  /** Rows above the valid threshold that are not background. */
  candidates: number;
  /** Candidates that the top k let in. */
  entered: number;
}

/**
 * @param rows f32[N, 6]
 * @returns    f32[N, 6]: survivors by descending score, then rows of -1
 */
export function boxNms(rows: Float32Array, options: NmsOptions): Float32Array {
  if (options.topK === 0) return rows.slice();
  const output = new Float32Array(rows.length).fill(-1);
  nmsSurvivors(rows, options).rows.forEach((row, rank) => {
    output.set(rows.subarray(row * rowLength, (row + 1) * rowLength), rank * rowLength);
  });
  return output;
}

/** The rows that {@link boxNms} keeps, for topK other than 0. @param rows f32[N, 6] */
export function nmsSurvivors(rows: Float32Array, options: NmsOptions): Survivors {
  const { ranked, removedBy, candidates } = suppress(rows, options);
  return { rows: ranked.filter((_, i) => removedBy[i] < 0), candidates, entered: ranked.length };
}

/** What became of every row that entered. */
export interface Suppression {
  /** i32[entered] row indices by descending score; equal scores keep the order of the rows. */
  ranked: Int32Array;
  /** i32[entered] rank of the survivor that removed the row, -1 for a survivor. */
  removedBy: Int32Array;
  /** f32[entered] IoU with that survivor, 0 for a survivor. */
  overlaps: Float32Array;
  /** Rows above the valid threshold that are not background. */
  candidates: number;
}

/** Ranks the rows and lets each survivor remove those after it, for topK other than 0. @param rows f32[N, 6] */
export function suppress(rows: Float32Array, options: NmsOptions): Suppression {
  const { overlapThreshold, forceSuppress = false, idIndex = 0 } = options;
  const valid = validRows(rows, options);
  const ranked = rank(rows, valid, options.topK);
  const threshold = Math.fround(overlapThreshold);
  const boxes = new Float32Array(ranked.length * 4);
  ranked.forEach((row, i) => {
    boxes.set(rows.subarray(row * rowLength + 2, (row + 1) * rowLength), i * 4);
  });
  const classOf = (i: number) => Math.trunc(rows[ranked[i] * rowLength + idIndex]);
  const anyClass = forceSuppress || idIndex < 0;

  const removedBy = new Int32Array(ranked.length).fill(-1);
  const overlaps = new Float32Array(ranked.length);
  for (let i = 0; i < ranked.length; i++) {
    if (removedBy[i] >= 0) continue;
    for (let j = i + 1; j < ranked.length; j++) {
      if (removedBy[j] >= 0 || !(anyClass || classOf(i) === classOf(j))) continue;
      const overlap = iou(boxes, i, boxes, j);
      if (!(overlap > threshold)) continue;
      removedBy[j] = i;
      overlaps[j] = overlap;
    }
  }
  return { ranked, removedBy, overlaps, candidates: valid.length };
}

function validRows(rows: Float32Array, { validThreshold, idIndex = 0, backgroundId = -1 }: NmsOptions): Int32Array {
  const threshold = Math.fround(validThreshold);
  const valid = new Int32Array(rows.length / rowLength);
  let count = 0;
  for (let row = 0; row < valid.length; row++) {
    if (!(rows[row * rowLength + 1] > threshold)) continue;
    if (idIndex >= 0 && rows[row * rowLength + idIndex] === backgroundId) continue;
    valid[count++] = row;
  }
  return valid.subarray(0, count);
}

/** The first top k of the rows by descending score. Selects before it sorts: an untrained net gives C * A candidates. */
function rank(rows: Float32Array, valid: Int32Array, topK: number): Int32Array {
  const scores = new Float32Array(valid.length);
  for (let i = 0; i < valid.length; i++) scores[i] = rows[valid[i] * rowLength + 1];
  const selected = new Uint8Array(valid.length);
  selectLargest(scores, topK < 0 ? valid.length : topK, new Float32Array(valid.length), selected);
  const entered: number[] = [];
  for (let i = 0; i < valid.length; i++) if (selected[i]) entered.push(i);
  entered.sort((a, b) => scores[b] - scores[a] || a - b);
  return Int32Array.from(entered, (i) => valid[i]);
}
