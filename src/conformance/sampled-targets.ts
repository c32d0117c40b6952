/** @file The targets of an image with the mined negatives, in the form that several fixtures list them. */
import {
  type Anchors,
  iou,
  type MatchOptions,
  makeTargets,
  mineHardNegatives,
  type SamplerOptions,
  sampledClassTargets,
  type Targets,
} from '../ssd';
import { lossOptions, type Subject } from './subject';

export interface SampledTargets extends Targets {
  /** i8[A]: 1 positive, -1 negative, 0 ignored. */
  samples: Int8Array;
  /** i32[A] id + 1, 0 negative, -1 ignored. */
  minedClassTargets: Int32Array;
}

/** @param logits f32[A, K] */
export function sampleTargets(
  anchors: Anchors,
  boxes: Float32Array,
  classIds: Int32Array,
  logits: Float32Array,
  classes: number,
  options: MatchOptions & SamplerOptions = {},
): SampledTargets {
  const targets = makeTargets(anchors, boxes, classIds, options);
  const samples = mineHardNegatives(logits, targets.match, targets.bestIou, classes, options);
  return { ...targets, samples, minedClassTargets: sampledClassTargets(targets.classTargets, samples) };
}

/** Indices of the anchors with this sample: 1 positive, -1 negative, 0 ignored. */
export function anchorsSampled({ samples }: SampledTargets, sample: number): number[] {
  return Array.from(samples.keys()).filter((a) => samples[a] === sample);
}

/** Rows [anchor, ground truth, IoU] of the matched anchors. */
export function matchRows({ match }: Targets, anchors: Anchors, boxes: Float32Array): number[][] {
  return matched(match).map((a) => [a, match[a], iou(anchors.corners, a, boxes, match[a])]);
}

/** Rows [anchor, ground truth] of the anchors that rule 1 (bipartite) up to this rule matched. */
export function rowsUpToRule({ match, rule }: Targets, last: number): number[][] {
  return matched(match)
    .filter((a) => rule[a] <= last)
    .map((a) => [a, match[a]]);
}

/** Rows [anchor, tx, ty, tw, th] of these anchors. */
export function boxTargetRows({ boxTargets }: Targets, anchors: readonly number[]): number[][] {
  return anchors.map((a) => [a, ...boxTargets.subarray(a * 4, a * 4 + 4)]);
}

/** The fixture's anchors whose match depends on float32, with our match in place of its float32 match. */
export function float32Matches({ match }: Targets, differing: readonly number[][]): number[][] {
  return differing.map(([anchor, , inFloat64]) => [anchor, match[anchor], inFloat64]);
}

/**
 * The hard negatives that the training loss mined in one image: the background anchors that got a gradient.
 *
 * @param logits f32[A, K]
 */
export async function minedByLoss(
  subject: Subject,
  targets: Targets,
  logits: Float32Array,
  classes: number,
  options: { negativeRatio?: number; minHardNegatives?: number } = {},
): Promise<number[]> {
  const anchors = targets.match.length;
  const { gradLogits } = await subject.multiboxLoss({
    logits,
    offsets: targets.boxTargets,
    classTargets: targets.classTargets,
    boxTargets: targets.boxTargets,
    batch: 1,
    anchors,
    classes,
    normalization: 'batch',
    ...lossOptions,
    ...options,
  });
  const hasGradient = (a: number) => gradLogits.subarray(a * classes, (a + 1) * classes).some((value) => value !== 0);
  return Array.from(targets.match.keys()).filter((a) => targets.match[a] < 0 && hasGradient(a));
}

/** The targets of the images of a batch, one after the other. */
export function batchTargets(images: readonly SampledTargets[]) {
  return {
    classTargets: Int32Array.from(images.flatMap((image) => [...image.classTargets])),
    minedClassTargets: Int32Array.from(images.flatMap((image) => [...image.minedClassTargets])),
    boxTargets: Float32Array.from(images.flatMap((image) => [...image.boxTargets])),
  };
}

function matched(match: Int32Array): number[] {
  return Array.from(match.keys()).filter((a) => match[a] >= 0);
}
