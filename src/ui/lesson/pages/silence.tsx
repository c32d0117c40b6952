import type { View } from '../../../experiments';
import { sum } from '../../panels/loss/norms';
import { Formula } from '../../terms/Formula';
import { Term } from '../../terms/Term';
import { useBatchTerms } from '../facts';
import type { Deed, Page } from '../page';
import { small } from './numbers';
import { lookAtTutorial } from './tutorial';

const predictions: readonly { id: View['predictions']; label: string }[] = [
  { id: 'zero', label: 'All logits 0' },
  { id: 'random', label: 'Random logits' },
];
const deeds: readonly Deed[] = predictions.map(({ id, label }) => ({
  id,
  label,
  act: ({ actions }) => actions.look({ predictions: id }),
  done: ({ view }) => view.predictions === id,
}));

/** What the batch pays for each positive: now, and with zero logits. */
function useConfidence(): { classes: number; anchors: number; now: number; zero: number } | null {
  const terms = useBatchTerms();
  if (!terms?.length) return null;
  const { classes } = terms[0];
  const positives = Math.max(1, sum(terms.map((image) => image.positives)));
  const anchors = (positives + sum(terms.map((image) => image.hardNegatives))) / positives;
  const now = sum(terms.map((image) => image.confidence)) / positives;
  return { classes, anchors, now, zero: anchors * Math.log(classes) };
}

export const silence: Page = {
  id: 'silence',
  title: 'The loss of knowing nothing',
  panel: 'loss',
  on(bench) {
    lookAtTutorial(bench);
    bench.actions.look({ predictions: 'zero' });
  },
  out: ({ actions }) => actions.look({ predictions: 'random' }),
  deeds,
  Body: () => (
    <>
      <p>
        A good start makes small logits. Take the extreme: every <Term name="logit" /> is 0.{' '}
        <Term name="softmax">Softmax</Term> then gives all 21 classes the same probability, and every anchor in the loss
        pays the same <Term name="cross-entropy" />.
      </p>
      <p>Each positive brings three hard negatives along, so four anchors pay for each positive.</p>
    </>
  ),
  questions: [
    {
      id: 'zero-logits',
      kind: 'number',
      tolerance: 0.25,
      prompt: 'What is the confidence loss for each positive, with all logits 0?',
      useTruth: () => useConfidence()?.zero ?? null,
      print: (value) => value.toFixed(2),
      Reveal: () => {
        const paid = useConfidence();
        if (paid === null) return null;
        return (
          <>
            <Formula>{`${small(paid.anchors)} ~ ln ~ ${paid.classes} = ${small(paid.zero)}`}</Formula>
            <p>
              The panel's batch pays {small(paid.now)} at present. Any image, any batch: zero logits cost 4 ln K. A
              first loss far above it means a start that is sure of itself without reason.
            </p>
          </>
        );
      },
    },
  ],
};
