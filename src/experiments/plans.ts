/**
 * @file The comparisons that ask whether the tutorial's tricks are real: each trick alone, and all eight combinations.
 */
import { initializerSpecs } from '../ssd';
import type { ArmConfig, ComparePlan, Tuning } from './compare';
import type { InitializerId, Normalization } from './config';
import { type Factor, gridPlan } from './grid';
import { formatScheme } from './scheme';

/** What makes a comparison fair is a choice, and it is said. */
export interface Fairness {
  /** Sample-wise as defined sums over the images, `sum`: its gradient is about B times larger. `mean` divides by B. */
  sampleScale: 'sum' | 'mean';
  /** Null: the same learning rate for every arm. */
  tune: Tuning | null;
}

export interface TrickOptions {
  seeds: number[];
  fairness: Fairness;
  /** Without the trick, then with it; the tutorial's pair unless given. */
  initializers?: readonly [InitializerId, InitializerId];
}

export interface TrickPlan {
  title: string;
  question: string;
  /** @param base everything that the trick leaves as it is */
  plan(base: ArmConfig, options: TrickOptions): ComparePlan;
}

export const defaultFairness: Fairness = { sampleScale: 'mean', tune: null };
/** A factor of four either way, on one seed far from those that count from 1. */
export const defaultTuning: Tuning = { learningRates: [0.25, 1, 4], seeds: [101] };

export const trickPlans = {
  normalization: {
    title: 'Normalization',
    question: 'Does dividing the loss by the positives of the whole batch beat dividing image by image?',
    plan: (base, options) => gridPlan(base, [normalizationFactor(options)], planned(options)),
  },
  initializer: {
    title: 'Initializer',
    question: 'Do detectors end better when their predictors start from Xavier than from a fixed range of weights?',
    plan: (base, options) => gridPlan(base, [initializerFactor(options)], planned(options)),
  },
  decoder: {
    title: 'Decoder',
    question: 'Does a detection for every class above the threshold beat the best class of each anchor alone?',
    plan: (base, options) => gridPlan(base, [decoderFactor], planned(options)),
  },
  all: {
    title: 'All eight',
    question: 'What does each of the three tricks add, and do they add up?',
    plan: (base, options) =>
      gridPlan(base, [normalizationFactor(options), initializerFactor(options), decoderFactor], planned(options)),
  },
} satisfies Record<string, TrickPlan>;

export type Trick = keyof typeof trickPlans;

function planned({ seeds, fairness }: TrickOptions): Pick<ComparePlan, 'seeds' | 'tune'> {
  return { seeds, tune: fairness.tune };
}

function normalizationFactor({ fairness: { sampleScale } }: TrickOptions): Factor {
  const level = (name: string, normalization: Normalization) => ({ name, change: { normalization, sampleScale } });
  const scale = sampleScale === 'mean' ? 'matched scale' : 'as defined';
  return {
    name: 'normalization',
    levels: [level(`sample-wise (${scale})`, 'sample'), level('batch-wise', 'batch')],
  };
}

function initializerFactor({ initializers = ['uniform-0.07', 'xavier-uniform-avg-2'] }: TrickOptions): Factor {
  const level = (initializer: InitializerId) => ({
    name: formatScheme(initializerSpecs[initializer]),
    change: { initializer },
  });
  return { name: 'initializer', levels: [level(initializers[0]), level(initializers[1])] };
}

const decoderFactor: Factor = {
  name: 'decoder',
  levels: [
    { name: 'argmax', change: { decoder: 'argmax' } },
    { name: 'per class', change: { decoder: 'per-class' } },
  ],
};
