import { type DraftObject, imageKey, tutorialBatch } from '../../../experiments';
import { anchorSpecs, tutorialImages, tutorialModel } from '../../../ssd';
import { withCount } from '../../panels/loss/drafting';
import { normalizedLosses, shares } from '../../panels/loss/norms';
import { Term } from '../../terms/Term';
import { useBatchTerms } from '../facts';
import type { Page } from '../page';
import { percent } from './numbers';
import { lookAtTutorial } from './tutorial';

const crowded = tutorialBatch[1];
const objects = 12;

/** Image 2 as the tutorial has it, filled up. */
function crowdOfTwelve(): DraftObject[] {
  const { boxes, classIds } = tutorialImages[crowded.index];
  const own = Array.from(classIds, (classId, i): DraftObject => {
    const [x0, y0, x1, y1] = boxes.subarray(i * 4, i * 4 + 4);
    return { classId, box: [x0, y0, x1, y1] };
  });
  return withCount(own, objects, anchorSpecs[tutorialModel].inputSize, imageKey(crowded));
}

function useShare(norm: 'batch' | 'sample'): number | null {
  const terms = useBatchTerms();
  return terms && shares(normalizedLosses(terms, norm))[0];
}

export const crowd: Page = {
  id: 'crowd',
  title: 'A lone object beside many',
  panel: 'loss',
  on(bench) {
    lookAtTutorial(bench);
    bench.actions.draft(crowded, crowdOfTwelve());
  },
  out: ({ actions }) => actions.draft(crowded, null),
  Body: () => (
    <>
      <p>
        Image 2 now holds twelve objects; image 1 still has its one. Nothing in image 1 has changed, but{' '}
        <Term name="batch-wise">batch-wise</Term> divides its loss by the positives of both.
      </p>
      <p>
        The curve of the panel shows how image 1 fades as its neighbour fills, in the loss and in the{' '}
        <Term name="gradient" />.
      </p>
    </>
  ),
  questions: [
    {
      id: 'lone-share',
      kind: 'number',
      unit: '%',
      tolerance: 5,
      prompt: 'What share of the batch-wise loss is left to image 1?',
      useTruth: () => {
        const share = useShare('batch');
        return share && Math.round(share * 100);
      },
      print: (share) => `${share}%`,
      Reveal: () => {
        const terms = useBatchTerms() ?? [];
        return (
          <p>
            The positives are {terms.map(({ positives }) => positives).join(' and ')}, and the shares follow them. Each
            positive anchor weighs the same; the lone object is one voice among many.
          </p>
        );
      },
    },
    {
      id: 'lone-sample',
      kind: 'choice',
      prompt: 'And under sample-wise?',
      options: [
        { id: 'less', label: 'Less' },
        { id: 'same', label: 'About the same' },
        { id: 'more', label: 'Much more' },
      ],
      useTruth: () => {
        const [batch, sample] = [useShare('batch'), useShare('sample')];
        if (batch === null || sample === null) return null;
        if (Math.abs(sample - batch) < 0.1) return 'same';
        return sample > batch ? 'more' : 'less';
      },
      Reveal: () => (
        <p>
          {percent(useShare('sample') ?? 0)}: each image weighs the same, so an anchor of a lone object pulls harder
          than one in a crowd. Neither is wrong. The tutorial claims that batch-wise trains better, by 1 to 2 points of{' '}
          <Term name="map">mAP</Term> on VOC.
        </p>
      ),
    },
  ],
};
