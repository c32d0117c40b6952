import { defaultView } from '../../../experiments';
import { Term } from '../../terms/Term';
import type { Page } from '../page';

export const weights: Page = {
  id: 'weights',
  title: 'On weights that have learnt',
  panel: 'decode',
  on: ({ actions }) =>
    actions.look({ weights: 'run', batch: defaultView.batch, image: null, object: null, anchor: null }),
  Body: () => (
    <>
      <p>
        Press Train, above, and let it run for a while: a few hundred steps tell objects apart. Pause at will. The panel
        puts both <Term name="decoder">decoders</Term> on the same forward pass.
      </p>
    </>
  ),
  complete: ({ run }) => (run?.steps.length ?? 0) > 0,
};
