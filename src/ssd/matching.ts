/**
 * @file Which anchor learns which ground truth: GluonCV's bipartite, tie and threshold rules, in this order.
 *
 * One deviation, on purpose: a ground truth that no anchor overlaps (padding, no area, out of reach) takes no part. In
 * the reference such a row in first place claims every anchor that overlaps nothing, and the loss becomes NaN.
 */
import { boxCount, iou } from './boxes';

/** Why an anchor is matched: 0 it is not, 1 bipartite, 2 it ties with the best anchor of its object, 3 IoU threshold. */
export type MatchRule = 0 | 1 | 2 | 3;

export interface MatchOptions {
  /** Rule 3 matches from this IoU on, inclusive; 0.5. */
  iouThreshold?: number;
  /** Rule 2 asks for a tie with the best anchor of any object (as R-CNN does), not only of the nearest one; false. */
  shareMax?: boolean;
}

export interface Matches {
  /** i32[A] ground truth index, or -1. */
  match: Int32Array;
  /** f32[A] largest IoU with any ground truth. */
  bestIou: Float32Array;
  /** u8[A] MatchRule. */
  rule: Uint8Array;
  /** f32[M] largest IoU of each ground truth with any anchor, 0 if it overlaps none. */
  topIou: Float32Array;
}

/** Added to an IoU before it is compared with the maximum, and the least IoU that counts as overlap. */
const epsilon = Math.fround(1e-12);

/**
 * Matches anchors to ground truths.
 *
 * 1. Bipartite: pairs by descending IoU, ties by anchor, then ground truth; a pair whose two sides are free is taken.
 * 2. Tie: a free anchor takes its nearest object (largest IoU, the first on ties) if no anchor overlaps that one more.
 * 3. Threshold: a free anchor takes its nearest object if their IoU reaches the threshold.
 *
 * @param corners f32[A, 4] anchors, corner form, pixels
 * @param boxes   f32[M, 4] ground truths, corner form, pixels; rows (-1, -1, -1, -1) are padding
 * @throws RangeError if the threshold is not in (0, 1]
 */
export function matchAnchors(corners: Float32Array, boxes: Float32Array, options: MatchOptions = {}): Matches {
  return new Matcher(corners).match(boxes, options);
}

/**
 * Matches the same anchors again and again, as `matchAnchors` does it once. The overlaps of a box that was there the last
 * time are kept: of 60 boxes of which one is dragged, only that one is measured anew.
 */
export class Matcher {
  readonly #corners: Float32Array;
  readonly #bounds: Float32Array;
  /** Rows of the last call, by the box. */
  #known = new Map<string, Row>();

  /** @param corners f32[A, 4] anchors, corner form, pixels */
  constructor(corners: Float32Array) {
    boxCount('matchAnchors: anchors', corners);
    this.#corners = corners;
    this.#bounds = blockBounds(corners);
  }

  /** See {@link matchAnchors}. */
  match(boxes: Float32Array, { iouThreshold = 0.5, shareMax = false }: MatchOptions = {}): Matches {
    if (!(iouThreshold > 0 && iouThreshold <= 1)) {
      throw new RangeError(`matchAnchors: got iouThreshold ${iouThreshold}; expected above 0 and at most 1`);
    }
    const overlaps = new Overlaps(this.#corners.length / 4, this.#measure(boxes));
    const { anchors, nearest, bestIou } = overlaps;
    const match = new Int32Array(anchors).fill(-1);
    const rule = new Uint8Array(anchors);
    matchBipartite(overlaps, match, rule);

    const threshold = Math.fround(iouThreshold);
    const tied = shareMax ? overlaps.tiedWithAny() : null;
    for (let a = 0; a < anchors; a++) {
      if (match[a] >= 0 || nearest[a] < 0) continue;
      if (tied ? tied[a] : overlaps.ties(bestIou[a], nearest[a])) rule[a] = 2;
      else if (bestIou[a] >= threshold) rule[a] = 3;
      if (rule[a] > 0) match[a] = nearest[a];
    }
    const topIou = Float32Array.from(overlaps.rows, ({ leader, top }) => (leader < 0 ? 0 : top));
    return { match, bestIou, rule, topIou };
  }

  #measure(boxes: Float32Array): Row[] {
    const count = boxCount('matchAnchors: boxes', boxes);
    const anchors = this.#corners.length / 4;
    const scratch = { anchors: new Int32Array(anchors), ious: new Float32Array(anchors) };
    const known = this.#known;
    this.#known = new Map();
    return Array.from({ length: count }, (_, g) => {
      const box = boxes.subarray(g * 4, g * 4 + 4).join();
      const row = known.get(box) ?? measureRow(this.#corners, this.#bounds, boxes, g, scratch);
      this.#known.set(box, row);
      return row;
    });
  }
}

/**
 * Greedy over all pairs without sorting them: every free ground truth keeps its best free anchor, the best of those
 * pairs is taken, and only the ground truths that lost their anchor to it look again.
 */
function matchBipartite(overlaps: Overlaps, match: Int32Array, rule: Uint8Array): void {
  const { rows } = overlaps;
  const free = Array.from(rows.keys(), (g) => new Suitor(g, rows[g], rows.length)).filter(({ anchor }) => anchor >= 0);
  while (free.length > 0) {
    let winner = free[0];
    for (const suitor of free) {
      const gain = suitor.iou - winner.iou;
      if (gain > 0 || (gain === 0 && suitor.anchor < winner.anchor)) winner = suitor;
    }
    match[winner.anchor] = winner.groundTruth;
    rule[winner.anchor] = 1;
    free.splice(free.indexOf(winner), 1);
    for (let i = free.length - 1; i >= 0; i--) {
      if (free[i].anchor === winner.anchor && !free[i].moveOn(match)) free.splice(i, 1);
    }
  }
}

/** A ground truth that looks for an anchor: its present choice is the best that is free. */
class Suitor {
  readonly groundTruth: number;
  /** -1 if it overlaps none. */
  anchor: number;
  iou: number;
  readonly #row: Row;
  readonly #rivals: number;
  #ranking: number[] | null = null;
  #rank = 0;

  constructor(groundTruth: number, row: Row, rivals: number) {
    this.groundTruth = groundTruth;
    this.#row = row;
    this.#rivals = rivals;
    this.anchor = row.leader;
    this.iou = row.top;
  }

  /** Takes the next best free anchor. @returns false if there is none */
  moveOn(match: Int32Array): boolean {
    const { anchors, ious } = this.#row;
    // No more anchors than rivals are ever taken, so that one of the first so many stays free.
    this.#ranking ??= bestFirst(ious, this.#rivals);
    while (this.#rank < this.#ranking.length && match[anchors[this.#ranking[this.#rank]]] >= 0) this.#rank++;
    if (this.#rank === this.#ranking.length) return false;
    this.anchor = anchors[this.#ranking[this.#rank]];
    this.iou = ious[this.#ranking[this.#rank]];
    return true;
  }
}

/** Indices of the `count` largest values above epsilon, descending; of equal values the lower index first. */
function bestFirst(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value > epsilon) || (best.length === count && value <= values[best[count - 1]])) continue;
    let at = best.length;
    while (at > 0 && values[best[at - 1]] < value) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** The anchors that may overlap one ground truth, in their order. */
interface Row {
  anchors: Int32Array;
  /** f32, one an anchor. */
  ious: Float32Array;
  /** The first anchor with the largest IoU, or -1 without overlap. */
  leader: number;
  /** The largest IoU, at least epsilon. */
  top: number;
}

/** Anchors that lie together in memory lie together in the image: a block is skipped by its bounds. */
const blockSize = 32;

/** All pairs that overlap, with the maxima along both axes. */
class Overlaps {
  readonly anchors: number;
  /** One a ground truth. */
  readonly rows: readonly Row[];
  /** i32[A] the first ground truth with the largest IoU, or -1 without overlap. */
  readonly nearest: Int32Array;
  /** f32[A] IoU with the nearest. */
  readonly bestIou: Float32Array;

  constructor(anchors: number, rows: readonly Row[]) {
    this.anchors = anchors;
    this.rows = rows;
    this.nearest = new Int32Array(anchors).fill(-1);
    this.bestIou = new Float32Array(anchors);
    for (const [g, row] of rows.entries()) {
      for (let k = 0; k < row.anchors.length; k++) {
        const a = row.anchors[k];
        if (!(row.ious[k] > this.bestIou[a])) continue;
        this.bestIou[a] = row.ious[k];
        this.nearest[a] = g;
      }
    }
  }

  /** Whether no anchor overlaps ground truth g by more than this. */
  ties(value: number, g: number): boolean {
    return Math.fround(value + epsilon) >= this.rows[g].top;
  }

  /** u8[A], 1 where an anchor ties with the best one of any ground truth. */
  tiedWithAny(): Uint8Array {
    const tied = new Uint8Array(this.anchors);
    for (const [g, { anchors, ious, leader }] of this.rows.entries()) {
      if (leader < 0) continue;
      for (let k = 0; k < anchors.length; k++) if (this.ties(ious[k], g)) tied[anchors[k]] = 1;
    }
    return tied;
  }
}

/** All anchors that overlap ground truth g. @param scratch room for as many as there are anchors, overwritten */
function measureRow(
  corners: Float32Array,
  bounds: Float32Array,
  boxes: Float32Array,
  g: number,
  scratch: Pick<Row, 'anchors' | 'ious'>,
): Row {
  const count = corners.length / 4;
  const x1 = boxes[g * 4];
  const y1 = boxes[g * 4 + 1];
  const x2 = boxes[g * 4 + 2];
  const y2 = boxes[g * 4 + 3];
  let found = 0;
  let leader = -1;
  let top = epsilon;
  for (let block = 0, first = 0; first < count; block += 4, first += blockSize) {
    if (bounds[block] >= x2 || bounds[block + 2] <= x1 || bounds[block + 1] >= y2 || bounds[block + 3] <= y1) continue;
    const end = Math.min(first + blockSize, count);
    for (let a = first, p = first * 4; a < end; a++, p += 4) {
      if (corners[p] >= x2 || corners[p + 2] <= x1 || corners[p + 1] >= y2 || corners[p + 3] <= y1) continue;
      const value = iou(corners, a, boxes, g);
      scratch.anchors[found] = a;
      scratch.ious[found++] = value;
      if (value > top) {
        top = value;
        leader = a;
      }
    }
  }
  return { anchors: scratch.anchors.slice(0, found), ious: scratch.ious.slice(0, found), leader, top };
}

/** f32[blocks, 4] the rectangle around every block of anchors. */
function blockBounds(corners: Float32Array): Float32Array {
  const size = blockSize * 4;
  const bounds = new Float32Array(Math.ceil(corners.length / size) * 4);
  for (let block = 0, first = 0; first < corners.length; block += 4, first += size) {
    const end = Math.min(first + size, corners.length);
    let x1 = corners[first];
    let y1 = corners[first + 1];
    let x2 = corners[first + 2];
    let y2 = corners[first + 3];
    for (let p = first + 4; p < end; p += 4) {
      x1 = Math.min(x1, corners[p]);
      y1 = Math.min(y1, corners[p + 1]);
      x2 = Math.max(x2, corners[p + 2]);
      y2 = Math.max(y2, corners[p + 3]);
    }
    bounds[block] = x1;
    bounds[block + 1] = y1;
    bounds[block + 2] = x2;
    bounds[block + 3] = y2;
  }
  return bounds;
}
