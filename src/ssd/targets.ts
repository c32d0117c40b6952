/** @file What every anchor should predict for an image: a class and, where it is matched, the offsets to its object. */
import type { Anchors } from './anchors';
import { encodeRow } from './codec';
import { Matcher, type Matches, type MatchOptions } from './matching';

export interface Targets extends Matches {
  /** i32[A] class id + 1 where matched, else 0; not mined. */
  classTargets: Int32Array;
  /** f32[A, 4] offsets where matched, else 0. */
  boxTargets: Float32Array;
  positives: number;
}

/**
 * Makes the targets of one image.
 *
 * @param boxes    f32[M, 4] corner form, pixels of the network input
 * @param classIds i32[M] from 0; rows with a negative id are padding and are left out
 * @param matcher  of these anchors, where the targets are made again and again for boxes of which most stay
 * @throws RangeError if boxes and ids differ in number
 */
export function makeTargets(
  anchors: Anchors,
  boxes: Float32Array,
  classIds: Int32Array,
  options: MatchOptions = {},
  matcher = new Matcher(anchors.corners),
): Targets {
  if (boxes.length !== classIds.length * 4) {
    throw new RangeError(`makeTargets: got ${boxes.length} box numbers and ${classIds.length} ids; expected 4 per id`);
  }
  const matches = matcher.match(withoutPadding(boxes, classIds), options);
  const classTargets = new Int32Array(anchors.count);
  const boxTargets = new Float32Array(anchors.count * 4);
  let positives = 0;
  for (let a = 0; a < anchors.count; a++) {
    const g = matches.match[a];
    if (g < 0) continue;
    positives++;
    classTargets[a] = classIds[g] + 1;
    encodeRow(boxes, g, anchors.centers, a, boxTargets);
  }
  return { ...matches, classTargets, boxTargets, positives };
}

/** Class targets after mining: id + 1 for positives, 0 for negatives, -1 (ignored) for the rest. */
export function sampledClassTargets(classTargets: Int32Array, samples: Int8Array): Int32Array {
  return classTargets.map((target, a) => (samples[a] > 0 ? target : samples[a] < 0 ? 0 : -1));
}

/** The boxes with every row of a negative id made (-1, -1, -1, -1), which overlaps nothing. */
function withoutPadding(boxes: Float32Array, classIds: Int32Array): Float32Array {
  return boxes.map((value, i) => (classIds[i >> 2] < 0 ? -1 : value));
}
