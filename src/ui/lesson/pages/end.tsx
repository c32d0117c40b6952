import { Term } from '../../terms/Term';
import type { Deed, Page } from '../page';

const deeds: readonly Deed[] = [
  { id: 'train', label: 'Change a trick and train' },
  { id: 'data', label: 'Bring images of your own' },
].map(({ id, label }) => ({
  id,
  label,
  act: ({ actions }) => actions.show(id as 'train' | 'data'),
  done: ({ panel }) => panel === id,
}));

export const end: Page = {
  id: 'end',
  title: 'What to keep',
  panel: 'train',
  deeds,
  Body: () => (
    <>
      <p>
        Few anchors learn: the <Term name="positive">positives</Term> and their{' '}
        <Term name="hard-negative">hard negatives</Term>. The divisor decides whether anchors or images weigh the same.
        The start decides how sure the first guesses are. The <Term name="decoder" /> decides which classes may speak.
      </p>
      <p>
        The three tricks are the first settings of Train. Change one at a time, keep the <Term name="seed" />, and every
        panel follows.
      </p>
    </>
  ),
  complete: () => true,
};
