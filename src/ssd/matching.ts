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
  const { iouThreshold = 0.5, shareMax = false } = options;
  if (!(iouThreshold > 0 && iouThreshold <= 1)) {
    throw new RangeError(`matchAnchors: got iouThreshold ${iouThreshold}; expected above 0 and at most 1`);
  }
  const overlaps = new Overlaps(corners, boxes);
  const { anchors } = overlaps;
  const match = new Int32Array(anchors).fill(-1);
  const rule = new Uint8Array(anchors);
  matchBipartite(overlaps, match, rule);

  const threshold = Math.fround(iouThreshold);
  for (let a = 0; a < anchors; a++) {
    const nearest = overlaps.nearest[a];
    if (match[a] >= 0 || nearest < 0) continue;
    if (shareMax ? overlaps.tiesWithAny(a) : overlaps.ties(a, nearest)) rule[a] = 2;
    else if (overlaps.bestIou[a] >= threshold) rule[a] = 3;
    if (rule[a] > 0) match[a] = nearest;
  }
  return { match, bestIou: overlaps.bestIou, rule };
}

/**
 * Greedy over all pairs without sorting them: every free ground truth keeps its best free anchor, the best of those
 * pairs is taken, and only the ground truths that lost their anchor to it look again.
 */
function matchBipartite(overlaps: Overlaps, match: Int32Array, rule: Uint8Array): void {
  const { anchors, values } = overlaps;
  const leader = Int32Array.from(overlaps.leader);
  const free = overlaps.reachable();
  const leadingIou = (g: number) => values[g * anchors + leader[g]];
  while (free.length > 0) {
    let winner = free[0];
    for (const g of free) {
      const gain = leadingIou(g) - leadingIou(winner);
      if (gain > 0 || (gain === 0 && leader[g] < leader[winner])) winner = g;
    }
    const taken = leader[winner];
    match[taken] = winner;
    rule[taken] = 1;
    free.splice(free.indexOf(winner), 1);
    for (let i = free.length - 1; i >= 0; i--) {
      const g = free[i];
      if (leader[g] !== taken) continue;
      leader[g] = bestFreeAnchor(overlaps, g, match);
      if (leader[g] < 0) free.splice(i, 1);
    }
  }
}

/** The first unmatched anchor with the largest IoU above epsilon, or -1. */
function bestFreeAnchor({ anchors, values }: Overlaps, g: number, match: Int32Array): number {
  const column = values.subarray(g * anchors, (g + 1) * anchors);
  let best = -1;
  let bestIou = epsilon;
  for (let a = 0; a < anchors; a++) {
    if (column[a] > bestIou && match[a] < 0) {
      best = a;
      bestIou = column[a];
    }
  }
  return best;
}

/** All IoUs, one ground truth after the other (f32[M, A]), with the maxima along both axes. */
class Overlaps {
  readonly anchors: number;
  readonly boxes: number;
  readonly values: Float32Array;
  /** i32[M] the first anchor with the largest IoU, or -1 without overlap. */
  readonly leader: Int32Array;
  /** i32[A] the first ground truth with the largest IoU, or -1 without overlap. */
  readonly nearest: Int32Array;
  /** f32[A] IoU with the nearest. */
  readonly bestIou: Float32Array;
  readonly #top: Float32Array;

  constructor(corners: Float32Array, boxes: Float32Array) {
    this.anchors = boxCount('matchAnchors: anchors', corners);
    this.boxes = boxCount('matchAnchors: boxes', boxes);
    this.values = new Float32Array(this.anchors * this.boxes);
    this.leader = new Int32Array(this.boxes).fill(-1);
    this.nearest = new Int32Array(this.anchors).fill(-1);
    this.bestIou = new Float32Array(this.anchors);
    this.#top = new Float32Array(this.boxes);
    for (let g = 0; g < this.boxes; g++) this.#measure(corners, boxes, g);
  }

  reachable(): number[] {
    return Array.from(this.leader.keys()).filter((g) => this.leader[g] >= 0);
  }

  /** Whether no anchor overlaps ground truth g more than anchor a does. */
  ties(a: number, g: number): boolean {
    return Math.fround(this.values[g * this.anchors + a] + epsilon) >= this.#top[g];
  }

  tiesWithAny(a: number): boolean {
    for (let g = 0; g < this.boxes; g++) if (this.leader[g] >= 0 && this.ties(a, g)) return true;
    return false;
  }

  #measure(corners: Float32Array, boxes: Float32Array, g: number): void {
    const { anchors, bestIou, nearest } = this;
    const values = this.values.subarray(g * anchors, (g + 1) * anchors);
    const [x1, y1, x2, y2] = boxes.subarray(g * 4, g * 4 + 4);
    let top = epsilon;
    for (let a = 0, p = 0; a < anchors; a++, p += 4) {
      // Most anchors are apart from most boxes; this skips their IoU, which is 0.
      if (corners[p] >= x2 || corners[p + 2] <= x1 || corners[p + 1] >= y2 || corners[p + 3] <= y1) continue;
      const value = iou(corners, a, boxes, g);
      values[a] = value;
      if (value > top) {
        top = value;
        this.leader[g] = a;
      }
      if (value > bestIou[a]) {
        bestIou[a] = value;
        nearest[a] = g;
      }
    }
    this.#top[g] = top;
  }
}
