/**
 * @file Detection on the host back ends. The normalizers of the anchors are most of its cost; all else runs on the few
 * rows that can still matter.
 *
 * An anchor's best row is at least as good as its others, so a row below the topK-th of these bests cannot be among the
 * first topK: of 8732 x 20 rows some hundreds are scored. Rows are compared by the logarithms of their scores, and the
 * score itself is worked out only where it is wanted or where its rounding could decide.
 */
import { decodeOffsets, iou, logSumExp, selectLargest } from '../../../ssd';
import { hostKernel } from '../host-tensors';
import { type DetectionAttrs, rowLength } from './detections';

/** Rows of one image, class major: all anchors of class 0, then of class 1, and so on. */
interface Rows {
  classIds: Int32Array;
  anchors: Int32Array;
  scores: Float32Array;
}

/** A score is the float32 of exp(log score), so equal or ordered scores have logarithms that agree within this. */
const slack = 1e-6;

export const detectionsHost = hostKernel<'logits' | 'offsets' | 'anchorCenters', DetectionAttrs>(
  'SsdDetect',
  ({ logits, offsets, anchorCenters }, attrs, tensors) => {
    const [batch, anchors, classes] = logits.shape;
    const packed = tensors.allocate([batch, 1 + attrs.limit, rowLength]);
    const output = tensors.floats(packed).fill(-1);
    const imageOf = (values: Float32Array, length: number, b: number) => values.subarray(b * length, (b + 1) * length);
    for (let b = 0; b < batch; b++) {
      const { candidates, rows } = scoreRows(imageOf(tensors.floats(logits), anchors * classes, b), classes, attrs);
      const entered = rank(rows, attrs.topK);
      const imageOffsets = imageOf(tensors.floats(offsets), anchors * 4, b);
      const boxes = decodeBoxes(entered.anchors, imageOffsets, tensors.floats(anchorCenters));
      const survivors = suppress(entered.classIds, boxes, attrs.nmsThreshold);
      const found = imageOf(output, (1 + attrs.limit) * rowLength, b);
      found.set([candidates, entered.scores.length, survivors.length, 0, 0, 0]);
      for (const [place, i] of survivors.slice(0, attrs.limit).entries()) {
        const row = [entered.classIds[i], entered.scores[i], ...boxes.subarray(i * 4, i * 4 + 4)];
        found.set(row, (1 + place) * rowLength);
      }
    }
    return [packed];
  },
);

/** Counts the rows above the threshold, and scores all those that can be among the first topK. */
function scoreRows(
  logits: Float32Array,
  classes: number,
  { argmax, scoreThreshold, topK }: DetectionAttrs,
): { candidates: number; rows: Rows } {
  const anchors = logits.length / classes;
  // A negative threshold, and one that exp could not resolve, leave the decision to the scores.
  const edge = Math.log(Math.max(scoreThreshold, 1e-30));
  const surelyBelow = scoreThreshold < 1e-30 ? -Infinity : edge - slack;
  const surelyAbove = edge + slack;
  const passes = (logScore: number) =>
    logScore > surelyAbove || (!(logScore < surelyBelow) && Math.fround(Math.exp(logScore)) > scoreThreshold);

  const normalizers = new Float64Array(anchors);
  const best = allocateRows(anchors);
  let contenders = 0;
  let candidates = 0;
  for (let a = 0; a < anchors; a++) {
    const row = a * classes;
    let top = 1;
    for (let k = 2; k < classes; k++) if (logits[row + k] > logits[row + top]) top = k;
    // The background alone keeps the best score below the threshold: no exponential is needed.
    if (logits[row + top] - logits[row] < surelyBelow) continue;
    const normalizer = logSumExp(logits, row, classes);
    if (!passes(logits[row + top] - normalizer)) continue;
    const score = Math.fround(Math.exp(logits[row + top] - normalizer));
    // The first of equal scores: rounding makes scores equal whose logits are not.
    for (let k = 1; k < top; k++) {
      const logScore = logits[row + k] - normalizer;
      if (logits[row + top] - logits[row + k] < slack && Math.fround(Math.exp(logScore)) === score) top = k;
    }
    normalizers[a] = normalizer;
    best.classIds[contenders] = top - 1;
    best.anchors[contenders] = a;
    best.scores[contenders++] = score;
    if (argmax) continue;
    for (let k = 1; k < classes; k++) if (passes(logits[row + k] - normalizer)) candidates++;
  }
  const bests = firstRows(best, contenders);
  if (argmax) return { candidates: contenders, rows: bests };

  const cut = nthLargest(bests.scores, topK);
  const reach = Math.log(cut) - slack;
  const kept = [...bests.anchors].filter((_, i) => bests.scores[i] >= cut);
  const rows = allocateRows(kept.length * (classes - 1));
  let count = 0;
  for (let k = 1; k < classes; k++) {
    for (const a of kept) {
      const logScore = logits[a * classes + k] - normalizers[a];
      if (logScore < reach) continue;
      const score = Math.fround(Math.exp(logScore));
      if (!(score >= cut && score > scoreThreshold)) continue;
      rows.classIds[count] = k - 1;
      rows.anchors[count] = a;
      rows.scores[count++] = score;
    }
  }
  return { candidates, rows: firstRows(rows, count) };
}

/** The least of the n largest scores; 0 if there are fewer. */
function nthLargest(scores: Float32Array, n: number): number {
  if (scores.length < n) return 0;
  const selected = select(scores, n);
  let lowest = Infinity;
  for (let i = 0; i < scores.length; i++) if (selected[i] && scores[i] < lowest) lowest = scores[i];
  return lowest;
}

/** The first topK rows by descending score; equal scores keep their order. */
function rank(rows: Rows, topK: number): Rows {
  const selected = select(rows.scores, topK);
  const order = Array.from(rows.scores.keys()).filter((i) => selected[i]);
  order.sort((i, j) => rows.scores[j] - rows.scores[i] || i - j);
  return {
    classIds: Int32Array.from(order, (i) => rows.classIds[i]),
    anchors: Int32Array.from(order, (i) => rows.anchors[i]),
    scores: Float32Array.from(order, (i) => rows.scores[i]),
  };
}

/** Greedy suppression within each class. @returns the places in the ranking that survive, in order */
function suppress(classIds: Int32Array, boxes: Float32Array, threshold: number): number[] {
  const survivors: number[] = [];
  const ofClass = new Map<number, number[]>();
  for (let i = 0; i < classIds.length; i++) {
    const better = ofClass.get(classIds[i]) ?? [];
    if (better.some((j) => iou(boxes, j, boxes, i) > threshold)) continue;
    better.push(i);
    ofClass.set(classIds[i], better);
    survivors.push(i);
  }
  return survivors;
}

function select(scores: Float32Array, n: number): Uint8Array {
  const selected = new Uint8Array(scores.length);
  selectLargest(scores, n, new Float32Array(scores.length), selected);
  return selected;
}

/** The boxes of some anchors. @returns f32[N, 4] corner form */
function decodeBoxes(anchors: Int32Array, offsets: Float32Array, anchorCenters: Float32Array): Float32Array {
  if (anchors.length === 0) return new Float32Array();
  const rowsOf = (values: Float32Array) =>
    Float32Array.from({ length: anchors.length * 4 }, (_, i) => values[anchors[i >> 2] * 4 + (i & 3)]);
  return decodeOffsets(rowsOf(offsets), rowsOf(anchorCenters));
}

function allocateRows(count: number): Rows {
  return { classIds: new Int32Array(count), anchors: new Int32Array(count), scores: new Float32Array(count) };
}

function firstRows({ classIds, anchors, scores }: Rows, count: number): Rows {
  return {
    classIds: classIds.subarray(0, count),
    anchors: anchors.subarray(0, count),
    scores: scores.subarray(0, count),
  };
}
