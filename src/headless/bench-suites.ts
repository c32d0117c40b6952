/**
 * @file The benchmarks as data: what each suite measures. The harness that runs them is bench.ts.
 */
import { type AugmentConfig, type BackendChoice, type ModelId, parseRunConfig, type RunConfig } from '../experiments';

export interface Scenario {
  name: string;
  config: RunConfig;
  /** `step`: whole training steps on the engine; `batch`: batches prepared in one data worker, without engine. */
  unit: 'step' | 'batch';
  /** Units run first and thrown away: compiling and filling queues. */
  warmup: number;
  /** Units measured. */
  samples: number;
}

export const suiteNames = ['step', 'data'] as const;

/** The scenarios of a suite on a back end, which the data suite does not use. */
export function suite(name: (typeof suiteNames)[number], backend: BackendChoice): readonly Scenario[] {
  return name === 'step' ? labModels.map((model) => stepScenario(model, backend)) : dataScenarios;
}

const labModels: readonly ModelId[] = ['ssd_64_smoke', 'ssd_96_lab'];

function stepScenario(model: ModelId, backend: BackendChoice): Scenario {
  const [warmup, samples] = [10, 40];
  const steps = warmup + samples;
  const config = parseRunConfig({ data: { kind: 'sprites', val: 1 }, model, backend, steps, evalEvery: 0 });
  return { name: model, config, unit: 'step', warmup, samples };
}

const dataScenarios: readonly Scenario[] = labModels.flatMap((model) => [
  dataScenario(`${model}, flip`, model, undefined),
  dataScenario(`${model}, all augmentation`, model, true),
]);

function dataScenario(name: string, model: ModelId, augment: boolean | AugmentConfig | undefined): Scenario {
  const config = parseRunConfig({ data: { kind: 'sprites' }, model, ...(augment !== undefined && { augment }) });
  return { name, config, unit: 'batch', warmup: 5, samples: 30 };
}
