import { loss } from '../../format';
import { normalizedLosses, norms, shares, sum } from '../../panels/loss/norms';
import { Term } from '../../terms/Term';
import { useBatchTerms } from '../facts';
import type { Page } from '../page';
import { percent } from './numbers';
import { lookAtTutorial } from './tutorial';

export const divisor: Page = {
  id: 'divisor',
  title: 'What the loss is divided by',
  panel: 'loss',
  on: lookAtTutorial,
  Body: () => (
    <>
      <p>
        The loss of an image is a sum: <Term name="cross-entropy" /> over its positives and hard negatives,{' '}
        <Term name="smooth-l1">smooth L1</Term> over its positives. More positives, larger sum, so it is divided. By
        what?
      </p>
      <p>
        <Term name="batch-wise">Batch-wise</Term>, the first trick, divides every image by N, the positives of the whole
        batch. <Term name="sample-wise">Sample-wise</Term> divides each image by its own.
      </p>
    </>
  ),
  questions: [
    {
      id: 'batch-divisor',
      kind: 'number',
      prompt: 'What is N for the two images together?',
      useTruth: () => {
        const terms = useBatchTerms();
        return terms && sum(terms.map(({ positives }) => positives));
      },
      print: (positives) => `N = ${positives}`,
      Reveal: () => {
        const terms = useBatchTerms() ?? [];
        const own = terms.map(({ positives }) => positives);
        const totals = norms.map(({ id }) => sum(normalizedLosses(terms, id)));
        return (
          <p>
            {own.join(' + ')} = {sum(own)}. "Sample-wise norms sum up to batch-wise" is true of these divisors. It is
            not true of the losses: they total {loss(totals[0])} batch-wise and {loss(totals[1])} sample-wise, about as
            many times larger as there are images, and so is the gradient at the same learning rate.
          </p>
        );
      },
    },
    {
      id: 'dominant',
      kind: 'choice',
      prompt: 'Under batch-wise, which image has the larger share of the loss?',
      options: [
        { id: '0', label: 'Image 1, one object' },
        { id: '1', label: 'Image 2, four objects' },
        { id: 'both', label: 'Both the same' },
      ],
      useTruth: () => {
        const terms = useBatchTerms();
        if (terms?.length !== 2) return null;
        const [first, second] = shares(normalizedLosses(terms, 'batch'));
        if (Math.abs(first - second) < 0.02) return 'both';
        return first > second ? '0' : '1';
      },
      Reveal: () => {
        const terms = useBatchTerms() ?? [];
        const of = (norm: 'batch' | 'sample') => shares(normalizedLosses(terms, norm)).map(percent).join(' and ');
        return (
          <p>
            Batch-wise {of('batch')}; sample-wise {of('sample')}. Batch-wise weighs every positive anchor the same,
            sample-wise every image.
          </p>
        );
      },
    },
  ],
};
