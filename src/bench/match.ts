/**
 * @file Matching one image and mining its hard negatives, as a page does it under a dragged box: SSD300's 8732 anchors and
 * VOC's 21 columns. No tensors.
 */
import { anchorSpecs, backgroundCrossEntropy, generateAnchors, makeTargets, mineMultibox, Random } from '../ssd';
import type { Runnable } from './runnable';

export interface MatchTask {
  kind: 'match';
  /** Corner form, pixels of the 300 x 300 input. */
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
  return {
    once() {
      mineMultibox(hardness, makeTargets(anchors, corners, classIds).classTargets);
    },
    dispose() {},
  };
}
