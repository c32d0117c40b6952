/**
 * @file Matching one image and mining its hard negatives, as a page does it under a dragged box: SSD300's 8732 anchors and
 * VOC's 21 columns. No tensors.
 */
import {
  anchorSpecs,
  backgroundCrossEntropy,
  generateAnchors,
  Matcher,
  makeTargets,
  mineMultibox,
  Random,
} from '../ssd';
import type { Runnable } from './runnable';

export interface MatchTask {
  kind: 'match';
  /** Corner form, pixels of the 300 x 300 input; the first one is dragged. */
  boxes: readonly (readonly [number, number, number, number])[];
}

const columns = 21;

export function matchRunnable({ boxes }: MatchTask): Runnable {
  const anchors = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
  const random = new Random('bench', 'match');
  const logits = Float32Array.from({ length: anchors.count * columns }, () => random.uniform(-3, 3));
  // The logits stay as they are while a box is dragged.
  const hardness = backgroundCrossEntropy(logits, columns);
  const corners = Float32Array.from(boxes.flat());
  const classIds = new Int32Array(boxes.length);
  const matcher = new Matcher(anchors.corners);
  let shift = 0;
  return {
    once() {
      // The first box moves to and fro; the others stay.
      shift = (shift + 1) % 100;
      for (const [i, side] of boxes[0].entries()) corners[i] = side + shift;
      mineMultibox(hardness, makeTargets(anchors, corners, classIds, {}, matcher).classTargets);
    },
    dispose() {},
  };
}
