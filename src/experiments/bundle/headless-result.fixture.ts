/**
 * @file Results as the headless command writes them; the losses as in its first version.
 */
import { type ComparePlan, trainingsOf } from '../compare';
import { defaultRunConfig, type RunConfig } from '../config';
import { pairedExperiment } from '../stored-run.fixture';

export function headlessRun(config: RunConfig = defaultRunConfig('ssd_64_smoke')) {
  const perClass = { cat: { ap07: 0.5, ap12: 0.4 }, dog: { ap07: null, ap12: null } };
  return {
    config,
    backend: 'wasm',
    adapter: 'SIMD, 2 threads',
    data: { trainImages: 3200, valImages: 100, trainObjects: 9000, valObjects: 280, rejected: [] },
    losses: [1, 2, 3].map((step) => ({ step, total: 9 / step, confidence: 6 / step, localization: 3 / step })),
    evals: [1, 3].map((step) => ({ step, map07: step / 10, map12: 0.2, perClass })),
    timing: { stepMsMedian: 12.5, imagesPerSecond: 1280, stages: { forward: 4 } },
    memory: { tensorsBefore: 90, tensorsAfter: 90, peakBytes: 1e6 },
  };
}

/** Arms a, b, and one that shares the training of a, under two seeds; the rate was tuned under a third. */
export function headlessComparison() {
  const plan: ComparePlan = {
    ...pairedExperiment('e', [1, 2]).experiment.plan,
    tune: { learningRates: [0.5, 1], seeds: [9] },
  };
  plan.arms.push({ name: 'a, argmax', config: { ...plan.arms[0].config, decoder: 'argmax' } });
  const runs = trainingsOf(plan).map(({ seed, config, arms }) => {
    const run = headlessRun(config);
    const evaluated = (map07: number) => ({ ...run.evals[1], map07 });
    const decoders = arms.length > 1 && { decoders: { 'per-class': evaluated(0.4), argmax: evaluated(0.35) } };
    return { seed, arms: arms.map(({ name }) => name), ...run, ...decoders };
  });
  const tuningRun = { ...runs[0], seed: 9, config: { ...runs[0].config, seed: 9 }, multiplier: 0.5 };
  return { compare: plan, tuning: { runs: [tuningRun], rates: [] }, runs, statistics: {} };
}
