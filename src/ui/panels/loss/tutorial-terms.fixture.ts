/** @file The dummy images' loss term by term, for tests: what the worker answers for `predictions`. */
import {
  anchorSpecs,
  generateAnchors,
  logSumExp,
  makeTargets,
  maskedLossSums,
  mineHardNegatives,
  sampledClassTargets,
  type TutorialPredictions,
  tutorialImages,
  tutorialModel,
  tutorialPredictions,
} from '../../../ssd';
import type { ImageLossTerms } from '../../../worker';

const classes = 21;
const anchors = generateAnchors(anchorSpecs[tutorialModel]);

/** Gradients are not measured here: their norms are 1 and 0. */
export function tutorialTerms(kind: TutorialPredictions): ImageLossTerms[] {
  return tutorialPredictions(kind).map(({ logits, offsets }, index) => {
    const { boxes, classIds } = tutorialImages[index];
    const { match, bestIou, boxTargets, ...targets } = makeTargets(anchors, boxes, classIds);
    const samples = mineHardNegatives(logits, match, bestIou, classes);
    const classTargets = sampledClassTargets(targets.classTargets, samples);
    const input = { logits, offsets, classTargets, boxTargets, batch: 1, anchors: anchors.count, classes };
    const [confidence, localization, positives, hardNegatives] = maskedLossSums(input);
    const anchor = Int32Array.from(classTargets.keys()).filter((a) => classTargets[a] >= 0);
    const target = anchor.map((a) => classTargets[a]);
    const crossEntropy = Float32Array.from(
      anchor,
      (a) => logSumExp(logits, a * classes, classes) - logits[a * classes + classTargets[a]],
    );
    const smoothL1 = Float32Array.from(anchor, (a) => (classTargets[a] > 0 ? smoothL1Of(offsets, boxTargets, a) : 0));
    return {
      ...{ ref: { split: 'tutorial', index }, anchors: anchors.count, classes, objects: classIds.length },
      ...{ positives, hardNegatives, confidence, localization, gradient: { logits: 1, offsets: 0 } },
      terms: { anchor, target, crossEntropy, smoothL1 },
    };
  });
}

function smoothL1Of(offsets: Float32Array, targets: Float32Array, anchor: number): number {
  const sizes = [0, 1, 2, 3].map((i) => Math.abs(offsets[anchor * 4 + i] - targets[anchor * 4 + i]));
  return sizes.reduce((sum, size) => sum + (size > 1 ? size - 0.5 : 0.5 * size * size), 0);
}
