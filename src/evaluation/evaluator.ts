/**
 * @file The mean average precision of Pascal VOC: feed it image by image, then ask.
 *
 * Boxes are inclusive pixels of the original image, so widths and heights count one more, as in the devkit. (GluonCV
 * measures in resized pixels, where that one weighs differently.)
 */
import type { Detections } from '../ssd';
import { averagePrecision07, averagePrecision12, precisionRecall } from './voc-ap';

export interface GroundTruth {
  /** f32[N, 4] corner form, pixels of the original image, inclusive. */
  boxes: Float32Array;
  /** i32[N] from 0. */
  classIds: Int32Array;
  /** u8[N]; 1 for an object that counts neither as found nor as missed. */
  difficult: Uint8Array;
}

export interface EvaluatedImage {
  id: string;
  groundTruth: GroundTruth;
  /** In the same pixels as the ground truth. */
  detections: Detections;
}

export type DetectionMatch = 'true-positive' | 'false-positive' | 'ignored';
/** How each detection of an image counts, in their order. */
export type ImageMatch = DetectionMatch[];

export interface ClassReport {
  className: string;
  /** Countable objects: those that are not difficult. */
  groundTruths: number;
  /** All detections, ignored ones included. */
  detections: number;
  truePositives: number;
  falsePositives: number;
  /** Null for a class without countable objects; it is left out of the mean. */
  ap07: number | null;
  ap12: number | null;
  /** By descending score; at most 100 points, for display. */
  curve: { recall: number[]; precision: number[]; score: number[] };
}

export interface EvalReport {
  /** Null if no class has countable objects. */
  map07: number | null;
  map12: number | null;
  perClass: ClassReport[];
}

const curvePoints = 100;

interface ClassRecord {
  groundTruths: number;
  detections: number;
  /** In the order of processing; ignored detections are not here. */
  scored: { score: number; hit: boolean }[];
}

export class VocEvaluator {
  readonly #classes: readonly string[];
  readonly #iouThreshold: number;
  #records: ClassRecord[] = [];

  /** @param classes names of the classes; the index is the class id. The IoU threshold is 0.5 unless given, inclusive. */
  constructor(classes: readonly string[], options: { iouThreshold?: number } = {}) {
    this.#classes = classes;
    this.#iouThreshold = options.iouThreshold ?? 0.5;
    this.reset();
  }

  /** Forgets all images. */
  reset(): void {
    this.#records = this.#classes.map(() => ({ groundTruths: 0, detections: 0, scored: [] }));
  }

  /**
   * Takes in one image. Detections claim objects by descending score, equal scores in their order; each looks at the
   * object of its class with the largest IoU (the first on ties) and at no other.
   *
   * @throws RangeError if a class id is unknown or a score is not a number; the image is then left out
   */
  process(image: EvaluatedImage): ImageMatch {
    this.#check(image);
    const { groundTruth, detections } = image;
    groundTruth.classIds.forEach((id, g) => {
      if (!groundTruth.difficult[g]) this.#records[id].groundTruths++;
    });
    const claimed = new Uint8Array(groundTruth.classIds.length);
    const matches: ImageMatch = new Array(detections.count);
    for (const d of byDescendingScore(detections.scores.subarray(0, detections.count))) {
      const match = this.#match(groundTruth, detections, d, claimed);
      const record = this.#records[detections.classIds[d]];
      record.detections++;
      if (match !== 'ignored') record.scored.push({ score: detections.scores[d], hit: match === 'true-positive' });
      matches[d] = match;
    }
    return matches;
  }

  /** The report on all images so far. */
  evaluate(): EvalReport {
    const perClass = this.#records.map((record, id) => reportClass(this.#classes[id], record));
    return { map07: mean(perClass.map((c) => c.ap07)), map12: mean(perClass.map((c) => c.ap12)), perClass };
  }

  #match(truth: GroundTruth, detections: Detections, d: number, claimed: Uint8Array): DetectionMatch {
    let nearest = -1;
    let largest = Number.NEGATIVE_INFINITY;
    for (let g = 0; g < truth.classIds.length; g++) {
      if (truth.classIds[g] !== detections.classIds[d]) continue;
      const overlap = inclusiveIou(truth.boxes, g, detections.boxes, d);
      if (overlap > largest) {
        largest = overlap;
        nearest = g;
      }
    }
    if (!(largest >= this.#iouThreshold)) return 'false-positive';
    if (truth.difficult[nearest]) return 'ignored';
    if (claimed[nearest]) return 'false-positive';
    claimed[nearest] = 1;
    return 'true-positive';
  }

  #check({ id, groundTruth, detections }: EvaluatedImage): void {
    const known = (classId: number) => classId >= 0 && classId < this.#classes.length;
    const refuse = (what: string, found: number, expected: string): never => {
      throw new RangeError(`VocEvaluator: image ${id}, ${what} is ${found}; expected ${expected}`);
    };
    const range = `0 to ${this.#classes.length - 1}`;
    groundTruth.classIds.forEach((classId, g) => {
      if (!known(classId)) refuse(`class id of ground truth ${g}`, classId, range);
    });
    for (let d = 0; d < detections.count; d++) {
      if (!known(detections.classIds[d])) refuse(`class id of detection ${d}`, detections.classIds[d], range);
      if (Number.isNaN(detections.scores[d])) refuse(`score of detection ${d}`, Number.NaN, 'a number');
    }
  }
}

function reportClass(className: string, { groundTruths, detections, scored }: ClassRecord): ClassReport {
  const ranked = scored.toSorted((a, b) => b.score - a.score);
  const truePositives = ranked.filter((entry) => entry.hit).length;
  const counts = { className, groundTruths, detections, truePositives, falsePositives: ranked.length - truePositives };
  if (groundTruths === 0) return { ...counts, ap07: null, ap12: null, curve: { recall: [], precision: [], score: [] } };
  const points = precisionRecall(
    ranked.map((entry) => entry.hit),
    groundTruths,
  );
  const shown = displayedIndices(ranked.length);
  return {
    ...counts,
    ap07: averagePrecision07(points),
    ap12: averagePrecision12(points),
    curve: {
      recall: shown.map((k) => points.recall[k]),
      precision: shown.map((k) => points.precision[k]),
      score: shown.map((k) => ranked[k].score),
    },
  };
}

/** Evenly spread indices, first and last included. */
function displayedIndices(count: number): number[] {
  const shown = Math.min(count, curvePoints);
  return Array.from({ length: shown }, (_, i) => (shown === 1 ? 0 : Math.round((i * (count - 1)) / (shown - 1))));
}

function byDescendingScore(scores: Float32Array): number[] {
  return Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
}

/** IoU in float64 of boxes whose last pixel belongs to them. */
function inclusiveIou(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const p = i * 4;
  const q = j * 4;
  const width = Math.min(a[p + 2], b[q + 2]) - Math.max(a[p], b[q]) + 1;
  const height = Math.min(a[p + 3], b[q + 3]) - Math.max(a[p + 1], b[q + 1]) + 1;
  if (width <= 0 || height <= 0) return 0;
  const overlap = width * height;
  const areaA = (a[p + 2] - a[p] + 1) * (a[p + 3] - a[p + 1] + 1);
  const areaB = (b[q + 2] - b[q] + 1) * (b[q + 3] - b[q + 1] + 1);
  return overlap / (areaA + areaB - overlap);
}

function mean(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
