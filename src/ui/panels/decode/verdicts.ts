/** @file One anchor class by class: its softmax, and what each decoder makes of each class. */
import type { Decoder } from '../../../experiments';
import { softmax } from '../../../ssd';
import type { DecodedImage } from '../../../worker';
import { decodedBy } from './decoders';
import { type Fate, fateOf } from './fate';

export interface ClassVerdict {
  /** Column of the logits; 0 is the background, which takes no part. */
  column: number;
  logit: number;
  probability: number;
  /** Null for the background and for a class up to the score threshold. */
  fates: Record<Decoder, Fate> | null;
}

/**
 * @param logits f32[K] of the anchor
 * @returns      the most likely first
 */
export function verdictsOf(
  anchor: number,
  logits: Float32Array,
  decoded: DecodedImage,
  scoreThreshold: number,
): ClassVerdict[] {
  const probabilities = softmax(logits, logits.length);
  // The first of equals, as the decoder takes it.
  const best = [...probabilities.keys()].slice(1).reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a));
  const fate = (column: number, decoder: Decoder): Fate => {
    const candidate = { anchor, classId: column - 1, score: probabilities[column] };
    if (decoder === 'argmax' && column !== best) {
      return { kind: 'other-class', best: { anchor, classId: best - 1, score: probabilities[best] } };
    }
    return fateOf(candidate, decoder, decodedBy(decoder, decoded));
  };
  return [...logits]
    .map((logit, column) => ({
      column,
      logit,
      probability: probabilities[column],
      fates:
        column === 0 || !(probabilities[column] > Math.fround(scoreThreshold))
          ? null
          : { 'per-class': fate(column, 'per-class'), argmax: fate(column, 'argmax') },
    }))
    .toSorted((a, b) => b.probability - a.probability);
}
