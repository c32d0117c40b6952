/** @file The dummy images' loss term by term, for tests: what the worker answers for `predictions`. */
import {
  anchorSpecs,
  generateAnchors,
  lossTerms,
  makeTargets,
  type TutorialPredictions,
  tutorialImages,
  tutorialModel,
  tutorialPredictions,
} from '../../../ssd';
import type { ImageLossTerms } from '../../../worker';

const classes = 21;
const anchors = generateAnchors(anchorSpecs[tutorialModel]);

export function tutorialTerms(kind: TutorialPredictions): ImageLossTerms[] {
  return tutorialPredictions(kind).map((prediction, index) => {
    const { boxes, classIds } = tutorialImages[index];
    const { classTargets, boxTargets } = makeTargets(anchors, boxes, classIds);
    const { anchor, target, crossEntropy, smoothL1, ...sums } = lossTerms({
      ...prediction,
      ...{ classTargets, boxTargets, classes },
    });
    return {
      ...{ ref: { split: 'tutorial', index }, anchors: anchors.count, classes, objects: classIds.length, ...sums },
      terms: { anchor, target, crossEntropy, smoothL1 },
    };
  });
}
