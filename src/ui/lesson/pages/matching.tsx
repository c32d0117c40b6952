import { count } from '../../format';
import { Term } from '../../terms/Term';
import { useLab } from '../../use-lab';
import { type Counts, useTutorialCounts } from '../facts';
import type { Page, Question } from '../page';
import { deselect, lookAtTutorial, showImages } from './tutorial';

function positivesOf(index: 0 | 1, prompt: string): Question {
  return {
    id: `positives-${index + 1}`,
    kind: 'number',
    prompt,
    useTruth: () => useTutorialCounts()[index].positives,
    print: (positives) => `${count(positives)} positive`,
    Reveal: () => <Rules {...useTutorialCounts()[index]} image={index + 1} />,
  };
}

function Rules({ image, positives, bipartite, tie, threshold }: Counts & { image: number }) {
  const limit = useLab(({ view }) => view.iouThreshold);
  return (
    <p>
      Image {image}: {bipartite} bipartite + {tie} by a tie + {threshold} from IoU {limit} on = {positives}.{' '}
      {image === 1
        ? 'An object of a good size is learnt by many anchors at once.'
        : 'Image 2 has four objects and not four times the positives: small boxes reach few anchors. Each still has at least one, its best.'}{' '}
      Drag a box, and these numbers follow.
    </p>
  );
}

export const matching: Page = {
  id: 'matching',
  title: 'Which anchors learn which object',
  panel: 'anchors',
  on: lookAtTutorial,
  out: deselect,
  deeds: showImages,
  Body: () => (
    <>
      <p>
        Training must tell every anchor what to say. An anchor becomes <Term name="positive" /> for an object in one of
        three ways: it is that object's best (bipartite), it is as good as the best (a tie), or their{' '}
        <Term name="iou">IoU</Term> reaches 0.5. All others are <Term name="background" />.
      </p>
      <p>Image 1 holds one box of 70 × 70 pixels. Image 2 holds four: 20 × 20, 20 × 20, 40 × 40 and 20 × 30.</p>
    </>
  ),
  questions: [
    positivesOf(0, 'Image 1 has one object. How many anchors become positive?'),
    positivesOf(1, 'Image 2 has four. How many anchors become positive there?'),
  ],
};
