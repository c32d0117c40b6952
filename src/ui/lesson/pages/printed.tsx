import { tutorialLosses } from '../../../ssd';
import type { ImageLossTerms } from '../../../worker';
import { count, loss } from '../../format';
import { Term } from '../../terms/Term';
import { useBatchTerms } from '../facts';
import type { Page } from '../page';
import { lookAtTutorial } from './tutorial';

/** The first image: what the tutorial prints and what the sum is, both over N. */
function printedOf(terms: readonly ImageLossTerms[] | null) {
  if (!terms?.length) return null;
  const { anchors, classes } = terms[0];
  const sums = terms.flatMap((image) => [image.confidence, image.localization, image.positives, image.hardNegatives]);
  const { batch, confidenceRescale } = tutorialLosses(Float32Array.from(sums), anchors, classes);
  return {
    anchors,
    classes,
    confidenceRescale,
    printed: batch.confidenceRescaled[0],
    summed: batch.confidenceSum[0],
  };
}

export const printed: Page = {
  id: 'printed',
  title: 'A factor to know of',
  panel: 'loss',
  on: lookAtTutorial,
  Body: () => (
    <>
      <p>
        The library averages <Term name="cross-entropy" /> over all anchors, matched or not. To undo this, the tutorial
        multiplies what it prints by the number of all class predictions: anchors times classes.
      </p>
      <p>
        But the mean was over anchors only. The printed numbers are right in proportion, and the losses that train have
        no such factor; whoever compares them with a training log will wonder.
      </p>
    </>
  ),
  questions: [
    {
      id: 'factor',
      kind: 'number',
      prompt: 'With VOC’s 20 classes: how many times too large is the printed confidence loss?',
      useTruth: () => {
        const found = printedOf(useBatchTerms());
        return found && Math.round(found.printed / found.summed);
      },
      print: (factor) => `${factor} times`,
      Reveal: () => {
        const found = printedOf(useBatchTerms());
        if (found === null) return null;
        return (
          <p>
            The multiplier is {count(found.anchors)} · {found.classes} = {count(found.confidenceRescale)}, but the mean
            was over {count(found.anchors)}: the {found.classes} classes, background among them, are too much. Image 1
            prints {loss(found.printed)} for a loss of {loss(found.summed)}. Localization is right. The panel shows
            every form.
          </p>
        );
      },
    },
  ],
};
