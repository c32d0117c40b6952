/**
 * @file The two dummy images of GluonCV's tutorial on SSD training, and predictions for them that any machine can make
 * again: 300 x 300 pixels, the anchors of SSD300, the classes of VOC.
 */
import { anchorSpecs, vocClasses } from './spec';

export interface LabelledBoxes {
  /** f32[M, 4] corner form, pixels of the network input. */
  boxes: Float32Array;
  /** i32[M] from 0. */
  classIds: Int32Array;
}

/** With the matching of SSD300, 13 and 23 anchors are positive. */
export const tutorialImages: readonly LabelledBoxes[] = [
  { boxes: Float32Array.of(10, 20, 80, 90), classIds: Int32Array.of(1) },
  {
    boxes: Float32Array.of(10, 10, 30, 30, 40, 40, 60, 60, 50, 50, 90, 90, 100, 110, 120, 140),
    classIds: Int32Array.of(1, 3, 5, 7),
  },
];

/** The model whose anchors the dummy images are matched against. */
export const tutorialModel = 'ssd_300_vgg16_atrous';

/** The 32-bit congruential generator that stands for random tensors; one stream fills them one after the other. */
export class NumberStream {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next numbers of [low, high), rounded to multiples of 1 / quantum if one is given. f32[count] */
  take(count: number, low: number, high: number, quantum: number | null = null): Float32Array {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      this.#state = (Math.imul(1664525, this.#state) + 1013904223) >>> 0;
      const value = Math.fround(low + (high - low) * (this.#state / 4294967296));
      values[i] = quantum === null ? value : Math.floor(value * quantum + 0.5) / quantum;
    }
    return values;
  }
}

/** What stands for a network's predictions: random ones, or zero logits, where the loss is 4 ln(C + 1) a positive. */
export type TutorialPredictions = 'random' | 'zero';

/** Seed of the stream and half the width of the ranges that logits and offsets are drawn from. */
const streams: Record<TutorialPredictions, { seed: number; logits: number; offsets: number }> = {
  random: { seed: 1, logits: 3, offsets: 2 },
  zero: { seed: 2, logits: 0, offsets: 1 },
};

/**
 * Predictions for the dummy images: all logits, then all offsets, from one stream.
 *
 * @returns of each image, f32[A, C + 1] logits and f32[A, 4] offsets
 */
export function tutorialPredictions(kind: TutorialPredictions): { logits: Float32Array; offsets: Float32Array }[] {
  const { maps, ratios } = anchorSpecs[tutorialModel];
  const anchors = maps.reduce<number>((sum, map, i) => sum + Number(map) ** 2 * (ratios[i].length + 1), 0);
  const scores = anchors * (vocClasses.length + 1);
  const { seed, ...range } = streams[kind];
  const stream = new NumberStream(seed);
  const logits = stream.take(tutorialImages.length * scores, -range.logits, range.logits);
  const offsets = stream.take(tutorialImages.length * anchors * 4, -range.offsets, range.offsets);
  return tutorialImages.map((_, i) => ({
    logits: logits.slice(i * scores, (i + 1) * scores),
    offsets: offsets.slice(i * anchors * 4, (i + 1) * anchors * 4),
  }));
}
