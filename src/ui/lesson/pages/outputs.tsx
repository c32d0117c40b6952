import { anchorSpecs, tutorialModel, vocClasses } from '../../../ssd';
import { count } from '../../format';
import { anchorsOf } from '../../inspection/model';
import { Term } from '../../terms/Term';
import type { Page } from '../page';
import { lookAtTutorial } from './tutorial';

const spec = anchorSpecs[tutorialModel];
const guesses = [900, 9000, 90000];

export const outputs: Page = {
  id: 'outputs',
  title: 'What SSD predicts',
  panel: 'anchors',
  on: lookAtTutorial,
  Body: () => (
    <>
      <p>
        SSD looks at an image once. Over it lies a fixed set of boxes, the <Term name="anchor">anchors</Term>: small and
        dense on the finest <Term name="feature-map">feature map</Term>, large and few on the coarsest. For each anchor
        the network gives a <Term name="logit" /> for every class, <Term name="background" /> included, and four{' '}
        <Term name="offset">offsets</Term> that move the anchor onto an object.
      </p>
      <p>
        Matching picks the few anchors that learn. The three tricks of this lesson set what each of them weighs, how the
        network starts, and how its scores are read.
      </p>
    </>
  ),
  questions: [
    {
      id: 'anchors',
      kind: 'choice',
      prompt: `The feature maps of SSD300 are ${spec.maps.join(', ')} cells wide and high, with 4 or 6 anchors a cell. How many anchors is that?`,
      options: guesses.map((guess) => ({ id: String(guess), label: `About ${count(guess)}` })),
      useTruth: () => String(nearest(anchorsOf(spec).count)),
      Reveal: () => {
        const anchors = anchorsOf(spec).count;
        const outputs = vocClasses.length + 1 + 4;
        const parts = spec.maps.map((map, i) => `${map}² · ${spec.ratios[i].length + 1}`);
        return (
          <p>
            {parts.join(' + ')} = {count(anchors)}. With {vocClasses.length + 1} logits and 4 offsets each, the network
            gives {count(anchors * outputs)} numbers for an image that holds a handful of objects.
          </p>
        );
      },
    },
  ],
};

function nearest(anchors: number): number {
  const distance = (guess: number) => Math.abs(Math.log(guess / anchors));
  return guesses.reduce((best, guess) => (distance(guess) < distance(best) ? guess : best));
}
