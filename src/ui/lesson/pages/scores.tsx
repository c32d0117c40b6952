import { type Decoder, defaultView } from '../../../experiments';
import { decodeLogits, toyClasses, tutorialLogits } from '../../panels/decode/six-logits';
import { Term } from '../../terms/Term';
import type { Page } from '../page';
import { percent } from './numbers';

const { scoreThreshold } = defaultView.detection;
const { probabilities, found } = decodeLogits(tutorialLogits, scoreThreshold);
const signed = (logit: number) => String(logit).replace('-', '\u2212');
const namesBy = (decoder: Decoder) => found[decoder].map(({ index }) => toyClasses[index]);

export const scores: Page = {
  id: 'scores',
  title: 'Reading the scores',
  panel: 'decode',
  on: ({ actions }) => actions.look({ object: null, anchor: null, detection: defaultView.detection }),
  Body: () => (
    <>
      <p>
        One anchor gives six <Term name="logit">logits</Term>:{' '}
        {toyClasses.map((name, i) => `${name} ${signed(tutorialLogits[i])}`).join(', ')}. It sees an animal and cannot
        say which.
      </p>
      <p>
        The third trick is the <Term name="decoder" />. Argmax lets the best class of an anchor speak. Per class lets
        every class above the threshold speak, and leaves the rest to <Term name="nms">suppression</Term>.
      </p>
    </>
  ),
  questions: [
    {
      id: 'argmax',
      kind: 'choice',
      prompt: 'What is found of dog and cat by argmax?',
      options: verdicts(),
      useTruth: () => dogOrCat('argmax'),
      Reveal: () => (
        <p>
          Softmax gives{' '}
          {toyClasses
            .map((name, i) => `${name} ${percent(probabilities[i])}`)
            .slice(1)
            .join(', ')}
          . Argmax keeps the first by a hair and drops a class with nearly the same probability.
        </p>
      ),
    },
    {
      id: 'per-class',
      kind: 'choice',
      prompt: 'And per class?',
      options: verdicts(),
      useTruth: () => dogOrCat('per-class'),
      Reveal: () => (
        <p>
          Above the threshold of {scoreThreshold} are {namesBy('per-class').join(', ')}, by descending score: boxes of
          different classes do not suppress each other. If the animal is a cat, only this decoder has it. The price is
          more rows to rank and suppress.
        </p>
      ),
    },
  ],
};

function verdicts() {
  return [
    { id: 'dog', label: 'Dog alone' },
    { id: 'cat', label: 'Cat alone' },
    { id: 'dog cat', label: 'Dog and cat' },
  ];
}

/** Those of the two that the decoder keeps. */
function dogOrCat(decoder: Decoder): string {
  return namesBy(decoder)
    .filter((name) => name === 'dog' || name === 'cat')
    .join(' ');
}
