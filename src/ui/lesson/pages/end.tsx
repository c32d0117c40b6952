import { Term } from '../../terms/Term';
import { useActions } from '../../use-lab';
import type { Page } from '../page';

export const end: Page = {
  id: 'end',
  title: 'What to keep',
  panel: 'train',
  Body: () => {
    const { show } = useActions();
    return (
      <>
        <p>
          Few anchors learn: the <Term name="positive">positives</Term> and their{' '}
          <Term name="hard-negative">hard negatives</Term>. The divisor decides whether anchors or images weigh the
          same. The start decides how sure the first guesses are. The <Term name="decoder" /> decides who may speak.
        </p>
        <p>
          Now change one thing at a time: the three tricks are the first settings here. Bring your own images in{' '}
          <button type="button" onClick={() => show('data')}>
            Data
          </button>
          .
        </p>
      </>
    );
  },
  complete: () => true,
};
