import { defaultView, type Reinitialization } from '../../../experiments';
import { expectedMoments, type FilterShape, initializerSpecs } from '../../../ssd';
import { count } from '../../format';
import { Formula } from '../../terms/Formula';
import { Term } from '../../terms/Term';
import { useFirstPredictor } from '../facts';
import type { Deed, Page } from '../page';
import { small } from './numbers';

const wide = initializerSpecs['uniform-0.07'];
const xavier = initializerSpecs['xavier-gaussian-out-2'];

const everyPredictor = (scheme: string): Reinitialization[] => [{ target: 'predictors', scheme }];
const starts: readonly { id: string; label: string; list: Reinitialization[] }[] = [
  { id: 'uniform', label: 'Uniform(0.07)', list: everyPredictor('uniform(0.07)') },
  { id: 'xavier', label: 'Xavier (gaussian, out, 2)', list: everyPredictor('xavier(gaussian,out,2)') },
  { id: 'own', label: 'As GluonCV has it', list: [] },
];
const same = (a: readonly Reinitialization[], b: readonly Reinitialization[]) =>
  JSON.stringify(a) === JSON.stringify(b);

const deeds: readonly Deed[] = starts.map(({ id, label, list }) => ({
  id,
  label,
  setting: true,
  act: ({ actions }) => void actions.change('reinitialize', list),
  done: ({ config }) => same(config.reinitialize, list),
}));

/** Standard deviation under a scheme of the first predictor of the model. */
function useStd(scheme: typeof wide | typeof xavier): number | null {
  const predictor = useFirstPredictor();
  return predictor && Math.sqrt(expectedMoments(scheme, predictor.shape as unknown as FilterShape).variance);
}

export const start: Page = {
  id: 'start',
  title: 'How the predictors start',
  panel: 'init',
  on: ({ actions }) =>
    actions.look({ weights: 'fresh', batch: defaultView.batch, image: null, object: null, anchor: null }),
  out({ store, actions }) {
    const { reinitialize } = store.getState().config;
    if (starts.some(({ list }) => same(list, reinitialize))) actions.change('reinitialize', []);
    actions.look({ weights: 'run' });
  },
  deeds,
  Body: () => (
    <>
      <p>
        A backbone often comes trained; the predictors, one small convolution a{' '}
        <Term name="feature-map">feature map</Term>, start from random numbers. How wide these are sets the first{' '}
        <Term name="logit">logits</Term>.
      </p>
      <p>
        <Term name="uniform">Uniform(0.07)</Term>, the framework's default, is the same for every layer.{' '}
        <Term name="xavier">Xavier</Term>, the second trick, looks at the <Term name="fan">fans</Term> of the layer. Try
        both and watch the histogram and the logits.
      </p>
    </>
  ),
  questions: [
    {
      id: 'uniform-std',
      kind: 'number',
      tolerance: 0.0015,
      prompt: 'What is the standard deviation of Uniform(0.07)?',
      useTruth: () => useStd(wide),
      print: small,
      Reveal: () => (
        <>
          <Formula>{String.raw`0.07 / \sqrt{3} = ${small(useStd(wide) ?? 0)}`}</Formula>
          <p>The panel measures it on the weights themselves: press Uniform(0.07).</p>
        </>
      ),
    },
    {
      id: 'xavier-wider',
      kind: 'choice',
      prompt: 'On the first predictor, is Xavier (gaussian, out, 2) narrower or wider?',
      options: [
        { id: 'narrower', label: 'Narrower' },
        { id: 'wider', label: 'Wider' },
      ],
      useTruth: () => {
        const [even, fitted] = [useStd(wide), useStd(xavier)];
        if (even === null || fitted === null) return null;
        return fitted > even ? 'wider' : 'narrower';
      },
      Reveal: () => {
        const predictor = useFirstPredictor();
        const std = useStd(xavier);
        if (predictor === null || std === null) return null;
        const { fanOut } = predictor.fans;
        return (
          <>
            <Formula>{String.raw`\sqrt{2 / \text{fan out}} = \sqrt{2 / ${count(fanOut)}} = ${small(std)}`}</Formula>
            <p>
              The layer decides, not the name. GluonCV itself draws its predictors from Xavier (uniform, avg, 2), which
              is far narrower on a wide layer.
            </p>
          </>
        );
      },
    },
  ],
};
