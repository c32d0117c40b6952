import { anchorSpecs, mineHardNegatives, tutorialModel, tutorialPredictions, vocClasses } from '../../../ssd';
import { count } from '../../format';
import { anchorsOf } from '../../inspection/model';
import { Term } from '../../terms/Term';
import { useBatchTerms, useTutorialCounts } from '../facts';
import type { Page } from '../page';
import { deselect, lookAtTutorial } from './tutorial';

export const negatives: Page = {
  id: 'negatives',
  title: 'Hard negatives',
  panel: 'anchors',
  on: lookAtTutorial,
  out: deselect,
  Body: () => {
    const [{ anchors, positives }] = useTutorialCounts();
    return (
      <>
        <p>
          In image 1, {count(positives)} anchors are positive and {count(anchors - positives)} are background. If all of
          them counted, background would be nearly the whole loss, and silence the safest answer.
        </p>
        <p>
          SSD therefore takes only <Term name="hard-negative">hard negatives</Term>: per image, three for every
          positive, those with the largest <Term name="cross-entropy" /> against background. The others are ignored in
          this step. The choice depends on the model and is made anew in every step.
        </p>
      </>
    );
  },
  questions: [
    {
      id: 'hard-negatives',
      kind: 'number',
      prompt: 'How many background anchors of image 1 join the loss?',
      useTruth: () => useBatchTerms()?.[0]?.hardNegatives ?? null,
      print: (negatives) => `${count(negatives)} hard negatives`,
      Reveal: () => (
        <p>
          {useBatchTerms()
            ?.map(({ positives, hardNegatives }, i) => `Image ${i + 1}: ${positives} · 3 = ${hardNegatives}`)
            .join('. ')}
          . The four objects of image 2 bring their own.
        </p>
      ),
    },
    {
      id: 'empty-image',
      kind: 'number',
      prompt: 'And for an image without any object?',
      useTruth: hardNegativesOfNothing,
      print: (negatives) => `${count(negatives)} hard negatives`,
      Reveal: () => (
        <p>
          Three times no positives. An image without objects adds exactly 0 to this loss and teaches nothing, in GluonCV
          as here.
        </p>
      ),
    },
  ],
};

/** What the sampler takes of an image in which no anchor is matched. */
function hardNegativesOfNothing(): number {
  const [{ logits }] = tutorialPredictions('random');
  const { count: anchors } = anchorsOf(anchorSpecs[tutorialModel]);
  const samples = mineHardNegatives(
    logits,
    new Int32Array(anchors).fill(-1),
    new Float32Array(anchors),
    vocClasses.length + 1,
  );
  return samples.filter((sample) => sample < 0).length;
}
