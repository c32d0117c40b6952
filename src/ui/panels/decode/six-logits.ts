/** @file One anchor with six logits, as in the tutorial: its softmax, and what each decoder makes of it. */
import { type DecoderKind, detect, softmax } from '../../../ssd';

/** The background and five classes, in the order of the logits. */
export const toyClasses = ['background', 'apple', 'orange', 'person', 'dog', 'cat'] as const;

/** Source: the tutorial's example for its third tip. */
export const tutorialLogits: readonly number[] = [-1, -2, 3, 4, 6.5, 6.4];

export interface Found {
  /** Position among the six. */
  index: number;
  score: number;
}

export interface DecodedLogits {
  exponentials: number[];
  /** Of the exponentials. */
  sum: number;
  probabilities: number[];
  /** By descending score. */
  found: Record<DecoderKind, Found[]>;
}

/** @param logits six, background first @param scoreThreshold a class counts above it, strictly */
export function decodeLogits(logits: readonly number[], scoreThreshold: number): DecodedLogits {
  const classes = logits.length;
  const probabilities = softmax(Float32Array.from(logits), classes);
  const foundBy = (decoder: DecoderKind): Found[] => {
    const boxes = Float32Array.of(0, 0, 1, 1);
    const { classIds, scores } = detect({ probabilities, boxes, anchors: 1, classes, decoder, scoreThreshold });
    return [...classIds].map((id, i) => ({ index: id + 1, score: scores[i] }));
  };
  const exponentials = logits.map(Math.exp);
  return {
    exponentials,
    sum: exponentials.reduce((total, value) => total + value, 0),
    probabilities: [...probabilities],
    found: { 'per-class': foundBy('per-class'), argmax: foundBy('argmax') },
  };
}
