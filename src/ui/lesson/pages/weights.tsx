import { defaultView } from '../../../experiments';
import { metric, plural } from '../../format';
import { useAnswer } from '../../inspection/answer';
import { useKept } from '../../panels/decode/kept';
import { scoreDifferences, signed, verdictOf } from '../../panels/decode/score-differences';
import { Term } from '../../terms/Term';
import type { Page } from '../page';

/** The comparison that the panel was asked for last; null until it is there. */
function useComparison() {
  const asked = useKept((kept) => kept.comparison);
  const { value, busy } = useAnswer(asked && `compare ${asked.number}`, (api) =>
    api.compareDecoders({ ...asked!.model, detection: asked!.detection }),
  );
  if (asked === null || value === null || busy) return null;
  return { step: asked.step, images: value.images, differences: scoreDifferences(value) };
}

export const weights: Page = {
  id: 'weights',
  title: 'On weights that have learnt',
  panel: 'decode',
  on: ({ actions }) =>
    actions.look({ weights: 'run', batch: defaultView.batch, image: null, object: null, anchor: null }),
  Body: () => (
    <>
      <p>
        Press Train, above. A few hundred steps tell objects apart; look on, or pause at will. The panel runs both{' '}
        <Term name="decoder">decoders</Term> on one forward pass and rings what differs.
      </p>
      <p>
        Then press Compare, further down: every val image goes through both, with the same weights, and each gets its{' '}
        <Term name="map">mAP</Term>. Only the reading of the scores differs.
      </p>
    </>
  ),
  questions: [
    {
      id: 'better-decoder',
      kind: 'choice',
      prompt: 'With the same weights, which decoder has the higher mAP on val?',
      options: [
        { id: 'per-class', label: 'Per class' },
        { id: 'argmax', label: 'Argmax' },
        { id: 'neither', label: 'No difference' },
      ],
      waiting: 'Train for a while, then press Compare in the panel: it decides.',
      useTruth: () => {
        const difference = useComparison()?.differences.map07.difference;
        if (difference === undefined || difference === null) return null;
        if (difference === 0) return 'neither';
        return difference > 0 ? 'per-class' : 'argmax';
      },
      Reveal: () => {
        const found = useComparison();
        if (found === null) return null;
        const { perClass, argmax, difference } = found.differences.map07;
        return (
          <p>
            After {plural(found.step, 'step')}: {metric(perClass)} per class, {metric(argmax)} by argmax, a difference
            of {signed(difference)} by the VOC07 rule.{' '}
            {verdictOf(found.differences, found.images, found.step).join(' ')}
          </p>
        );
      },
    },
  ],
  complete: ({ run }) => (run?.steps.length ?? 0) > 0,
};
