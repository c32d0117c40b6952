/**
 * @file The step suite: whole training steps, the lab's engine against stock TensorFlow.js and PyTorch, all in one race.
 */
import type { EngineInfo, Implementation, Sample } from '../../bench';
import { defaultRunConfig, type ModelId } from '../../experiments';
import { firstLine } from './errors';
import type { BenchEngine } from './host';
import { type Contender, race, speedRatio, type Timing, timing } from './race';
import { digits, engineName, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';
import { torchSteps } from './torch';

interface Scenario {
  model: ModelId;
  batch: number;
  /** False: minutes a step on a software adapter. */
  onSoftware: boolean;
}

const scenarios: readonly Scenario[] = [
  { model: 'ssd_64_smoke', batch: 16, onSoftware: true },
  { model: 'ssd_96_lab', batch: 16, onSoftware: true },
  { model: 'ssd_300_vgg16_atrous', batch: 2, onSoftware: false },
  { model: 'ssd_300_vgg16_atrous', batch: 8, onSoftware: false },
];

interface StepResult {
  /** Such as "webgpu (google swiftshader, software)". */
  engine: string;
  implementation: Implementation | 'peer';
  timing: Timing | null;
  /** Why there is no time. */
  error: string | null;
  /** Mean milliseconds by stage; stock has none. */
  stages: Record<string, number>;
  /** Speed of the convolutions alone by the peak that was measured in the same rounds. */
  peakShare: number | null;
}

interface StepRace {
  model: ModelId;
  batch: number;
  /** Floating-point operations of the convolutions of one step, both gradients included. */
  flops: number;
  results: StepResult[];
  /** Rival's time by own time, for every pair that was measured. */
  ratios: { own: string; rival: string; ratio: number }[];
}

interface Lane extends StepResult {
  samples: Sample[];
}

export async function stepSuite(options: SuiteOptions): Promise<SuiteReport> {
  const engines: { engine: BenchEngine; info: EngineInfo }[] = [];
  for (const backend of options.backends) engines.push(await options.host.open(backend));
  const races: StepRace[] = [];
  const named = scenarios.filter(({ model, batch }) => `${model} batch ${batch}`.includes(options.only));
  for (const scenario of options.quick ? named.slice(0, 1) : named) {
    options.progress(`steps of ${scenario.model} at batch ${scenario.batch}`);
    const done = await raceSteps(scenario, engines, options);
    races.push(done);
    for (const result of done.results) options.progress(`  ${resultLine(result)}`);
  }
  for (const { engine } of engines) await options.host.close(engine);
  return { results: races, sections: races.map(stepSection) };
}

interface OpenEngine {
  engine: BenchEngine;
  info: EngineInfo;
}

async function raceSteps(
  { model, batch, onSoftware }: Scenario,
  engines: readonly OpenEngine[],
  options: SuiteOptions,
): Promise<StepRace> {
  const lanes: Lane[] = [];
  const running: Running[] = [];
  const config = defaultRunConfig(model);
  const start = async (fields: Pick<Lane, 'engine' | 'implementation'>, open: () => Promise<Omit<Running, 'lane'>>) => {
    const lane: Lane = { ...fields, timing: null, error: null, stages: {}, peakShare: null, samples: [] };
    lanes.push(lane);
    try {
      running.push({ lane, ...(await open()) });
    } catch (error) {
      lane.error = firstLine(error);
    }
  };
  for (const { engine, info } of engines) {
    for (const implementation of ['own', 'stock'] as const) {
      await start({ engine: engineName(info), implementation }, async () => {
        if (info.software && !onSoftware) throw new Error('left out: a step takes minutes on a software adapter');
        const id = await engine.prepare({ kind: 'step', implementation, model, batch, plan: config });
        // Stock TensorFlow.js finds out that it lacks a kernel when it trains.
        await engine.run(id, 1);
        return { run: (repeats) => engine.run(id, repeats), close: () => engine.release(id) };
      });
    }
  }
  const { torch } = options;
  for (const tf32 of torch === undefined ? [] : [false, true]) {
    await start({ engine: `PyTorch, ${tf32 ? 'TF32' : 'float32'}`, implementation: 'peer' }, async () => {
      const spec = await engines[0].engine.modelSpec(model);
      const steps = await torchSteps(torch as string, config, spec, { batch, tf32 });
      lanes[lanes.length - 1].engine = steps.name;
      return steps;
    });
  }

  const peaks = await Promise.all(engines.map(({ engine }) => engine.preparePeak()));
  const samples = await race(
    [...running, ...engines.map(({ engine }, i) => ({ run: (repeats: number) => engine.run(peaks[i].id, repeats) }))],
    // On a GPU a step is recorded while the one before is computed: only several on end show what that gives.
    { ...options.budget, turnMs: 25 * options.budget.turnMs },
  );
  const flops = engines.length === 0 ? 0 : await engines[0].engine.stepFlops(model, batch);
  for (const [i, { lane, close }] of running.entries()) {
    lane.samples = samples[i];
    lane.timing = timing(samples[i]);
    lane.stages = meanStages(samples[i]);
    // A peer computes on the GPU of the first engine.
    const on = Math.max(
      0,
      engines.findIndex(({ info }) => engineName(info) === lane.engine),
    );
    lane.peakShare = speedRatio(samples[i], samples[running.length + on]) * (flops / peaks[on].flops);
    await close();
  }
  for (const [i, { engine }] of engines.entries()) await engine.release(peaks[i].id);
  return { model, batch, flops, results: lanes.map(({ samples: _, ...result }) => result), ratios: ratiosOf(lanes) };
}

interface Running extends Contender {
  lane: Lane;
  close(): void | Promise<void>;
}

function meanStages(samples: readonly Sample[]): Record<string, number> {
  const names = Object.keys(samples[0].stages);
  const mean = (name: string) => samples.reduce((sum, { stages }) => sum + stages[name], 0) / samples.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)]));
}

function ratiosOf(lanes: readonly Lane[]): StepRace['ratios'] {
  const measured = lanes.filter(({ samples }) => samples.length > 0);
  return measured
    .filter(({ implementation }) => implementation === 'own')
    .flatMap((own) =>
      measured
        .filter(({ implementation }) => implementation !== 'own')
        .map((rival) => ({ own: nameOf(own), rival: nameOf(rival), ratio: speedRatio(own.samples, rival.samples) })),
    );
}

function nameOf({ implementation, engine }: StepResult): string {
  return implementation === 'peer' ? engine : `${implementation} on ${engine}`;
}

function resultLine(result: StepResult): string {
  const { timing: time, error } = result;
  return `${nameOf(result)}: ${time ? `${digits(time.msMedian)} ms` : error}`;
}

function stepSection({ model, batch, flops, results, ratios }: StepRace): Section {
  const stages = [...new Set(results.flatMap((result) => Object.keys(result.stages)))];
  return {
    title: `A training step of ${model}, batch ${batch}`,
    notes: [
      'Milliseconds a step, median and spread; stages are means. On a GPU a stage is the time to record its commands, ' +
        'replay the time to queue those of all stages again, and the wait for them falls to the last. Stock is the same ' +
        'network written in TensorFlow.js operations, with its tape and its optimizer. GFLOP/s count the convolutions, ' +
        "each as a plain one, and the time of all; %: of the peak of multiply-adds in the back end's own loop.",
      ...results.flatMap((result) => (result.error === null ? [] : [`${nameOf(result)}: ${result.error}.`])),
    ],
    columns: ['engine', 'ms', 'images/s', 'GFLOP/s', '%', ...stages],
    rows: results.flatMap(({ engine, implementation, timing: time, stages: laps, peakShare }) => {
      if (!time) return [];
      const ms = withSpread(time.msMedian, time.msLow, time.msHigh, time.samples);
      const cells = stages.map((stage) => (stage in laps ? digits(laps[stage]) : ''));
      const name = implementation === 'peer' ? engine : `${implementation}, ${engine}`;
      const speeds = [digits((1000 * batch) / time.msMedian), digits(flops / time.msMedian / 1e6)];
      return [[name, ms, ...speeds, peakShare === null ? '' : (100 * peakShare).toFixed(0), ...cells]];
    }),
    summary: ratios.map(({ own, rival, ratio }) => `${own} is ${digits(ratio)} times as fast as ${rival}.`),
  };
}
