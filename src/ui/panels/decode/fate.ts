/** @file What a decoder makes of one class of one anchor, and where two decoders differ. */
import type { Decoder } from '../../../experiments';
import type { DecodedBoxes, DecodedImage, DecodedRow } from '../../../worker';
import { decodedBy } from './decoders';

/** One class of one anchor: what may become a detection. */
export type Candidate = Pick<DecodedRow, 'anchor' | 'classId' | 'score'>;

export type Fate =
  | { kind: 'detected' }
  | { kind: 'removed'; by: DecodedRow; iou: number }
  /** A survivor after the first `postNms`. */
  | { kind: 'beyond-limit' }
  /** Argmax took this other class of the anchor. */
  | { kind: 'other-class'; best: Candidate }
  /** Above the threshold, and not among the `topK` best rows of the image. */
  | { kind: 'outside-top-k' };

/** What became of a candidate above the score threshold. */
export function fateOf({ anchor, classId }: Candidate, decoder: Decoder, { rows }: DecodedBoxes): Fate {
  const row = rows.find((other) => other.anchor === anchor && other.classId === classId);
  if (row !== undefined) {
    if (row.suppressed !== null) return { kind: 'removed', by: rows[row.suppressed.by], iou: row.suppressed.iou };
    return { kind: row.kept ? 'detected' : 'beyond-limit' };
  }
  const best = decoder === 'argmax' ? rows.find((other) => other.anchor === anchor) : undefined;
  return best === undefined ? { kind: 'outside-top-k' } : { kind: 'other-class', best };
}

/** A detection that one decoder gives and the other does not. */
export interface Change {
  row: DecodedRow;
  givenBy: Decoder;
  /** What the other decoder made of it. */
  fate: Fate;
}

export interface Difference {
  /** Detections of both: the same class of the same anchor. */
  shared: DecodedRow[];
  /** By descending score. */
  changes: Change[];
}

export function differenceOf(image: DecodedImage): Difference {
  const kept = { 'per-class': keptRows(image.perClass), argmax: keptRows(image.argmax) };
  const known = { 'per-class': new Set(kept['per-class'].map(nameOf)), argmax: new Set(kept.argmax.map(nameOf)) };
  const changesOf = (givenBy: Decoder, other: Decoder): Change[] =>
    kept[givenBy]
      .filter((row) => !known[other].has(nameOf(row)))
      .map((row) => ({ row, givenBy, fate: fateOf(row, other, decodedBy(other, image)) }));
  return {
    shared: kept['per-class'].filter((row) => known.argmax.has(nameOf(row))),
    changes: [...changesOf('per-class', 'argmax'), ...changesOf('argmax', 'per-class')].toSorted(
      (a, b) => b.row.score - a.row.score,
    ),
  };
}

export function keptRows({ rows }: DecodedBoxes): DecodedRow[] {
  return rows.filter(({ kept }) => kept);
}

/** A detection is the same one if its anchor and class are. */
export function nameOf({ anchor, classId }: Pick<Candidate, 'anchor' | 'classId'>): string {
  return `${anchor}.${classId}`;
}

/** Why a decoder does not give a candidate, in words. */
export function describeFate(fate: Fate, className: (id: number) => string): string {
  switch (fate.kind) {
    case 'detected':
      return 'detected';
    case 'removed':
      return `removed by ${className(fate.by.classId)} ${fate.by.score.toFixed(3)}, IoU ${fate.iou.toFixed(2)}`;
    case 'beyond-limit':
      return 'survives, beyond the post-NMS limit';
    case 'other-class':
      return `the anchor's best class is ${className(fate.best.classId)} ${fate.best.score.toFixed(3)}`;
    case 'outside-top-k':
      return 'outside the top k';
  }
}
