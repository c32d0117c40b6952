import { Random } from '../../../ssd';
import { Term } from '../../terms/Term';
import type { Page } from '../page';
import { percent } from './numbers';

const pairs = 20_000;
const scatter = 1;
const claim = 1;

/** Pairs of runs of the same recipe, each with a score of normal scatter: how often one beats the other by the claim. */
function falseGains(): number {
  const random = new Random('lesson', 'false gains');
  let gains = 0;
  for (let i = 0; i < pairs; i++) if (random.normal(0, scatter) - random.normal(0, scatter) >= claim) gains++;
  return gains / pairs;
}

const found = falseGains();

export const seeds: Page = {
  id: 'seeds',
  title: 'Is it real?',
  panel: 'train',
  Body: () => (
    <>
      <p>
        The tutorial, GluonCV's "Deep dive into SSD training", gives for VOC: batch-wise normalization +1 to 2 points of{' '}
        <Term name="map">mAP</Term>, Xavier about +1, decoding per class +0.5 to 0.8.
      </p>
      <p>
        The first two need training anew, and a run depends on its <Term name="seed" />. Suppose that scores of one
        recipe scatter by {scatter} point (standard deviation), and that a trick does nothing at all.
      </p>
    </>
  ),
  questions: [
    {
      id: 'false-gains',
      kind: 'number',
      unit: '%',
      tolerance: 4,
      prompt: `One run with the trick, one without: how often does it still seem to gain ${claim} point or more?`,
      useTruth: () => Math.round(found * 100),
      print: (share) => `${share}%`,
      Reveal: () => (
        <p>
          In {percent(found)} of {pairs.toLocaleString('en-US')} simulated pairs. One <Term name="seed" /> cannot
          decide: it takes several pairs of runs that share seed and batches and differ in the trick alone, and an
          interval for their difference. And what holds for SSD300 on VOC need not hold for a small model on drawn
          scenes. Only the decoder needs no training: there, one set of weights serves both.
        </p>
      ),
    },
  ],
};
