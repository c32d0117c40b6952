/**
 * @file One image under the matching: which anchor learns which object, by which rule, and which negatives are hard. On
 * the page, so that it follows a dragged box; what does not change under the drag is kept.
 */
import type { DraftObject } from '../../../experiments';
import { type Anchors, backgroundCrossEntropy, Matcher, makeTargets, mineMultibox, type Targets } from '../../../ssd';
import { rememberLast } from './remember';

/** Corner rows of objects. @returns f32[M, 4] */
export function boxesOf(objects: readonly DraftObject[]): Float32Array {
  return Float32Array.from(objects.flatMap(({ box }) => [...box]));
}

/** Under a dragged box the overlaps of the others stay. */
const matchers = new WeakMap<Anchors, Matcher>();

function matcherOf(anchors: Anchors): Matcher {
  const known = matchers.get(anchors) ?? new Matcher(anchors.corners);
  matchers.set(anchors, known);
  return known;
}

/** Matches the anchors to the objects and makes the targets. The last result is kept. */
export const matchImage = rememberLast(
  (anchors: Anchors, objects: readonly DraftObject[], iouThreshold: number): Targets => {
    const classIds = Int32Array.from(objects, ({ classId }) => classId);
    return makeTargets(anchors, boxesOf(objects), classIds, { iouThreshold }, matcherOf(anchors));
  },
);

/** By logits: they stay the same while a box is dragged. */
const hardness = new WeakMap<Float32Array, Float32Array>();

/** Cross-entropy of every anchor against background, nats. @param logits f32[A, K] @returns f32[A] */
export function hardnessOf(logits: Float32Array, classes: number): Float32Array {
  const known = hardness.get(logits) ?? backgroundCrossEntropy(logits, classes);
  hardness.set(logits, known);
  return known;
}

/**
 * The hard negatives as the training loss mines them. The last result is kept.
 *
 * @param crossEntropy f32[A] against background
 * @returns            u8[A], 1 for a hard negative
 */
export const mineImage = rememberLast(
  (crossEntropy: Float32Array, { classTargets }: Targets, negativeRatio: number): Uint8Array =>
    mineMultibox(crossEntropy, classTargets, negativeRatio),
);

/** What an anchor is to the loss. */
export type AnchorRole = 'bipartite' | 'tie' | 'threshold' | 'hard negative' | 'ignored';

/** The rules by their number; 0 is no match. */
export const ruleNames = ['ignored', 'bipartite', 'tie', 'threshold'] as const satisfies readonly AnchorRole[];

/** @param hard u8[A], or null while nothing is mined */
export function roleOf(anchor: number, { rule }: Targets, hard: Uint8Array | null): AnchorRole {
  return rule[anchor] === 0 && hard?.[anchor] === 1 ? 'hard negative' : ruleNames[rule[anchor]];
}
