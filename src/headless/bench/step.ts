/**
 * @file The step suite: whole training steps, the lab's engine against stock TensorFlow.js, all in one race.
 */
import type { EngineInfo, Implementation, Sample, Task } from '../../bench';
import { defaultRunConfig, type ModelId } from '../../experiments';
import { firstLine } from './errors';
import type { BenchEngine } from './host';
import { race, speedRatio, type Timing, timing } from './race';
import { digits, engineName, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';

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
  implementation: Implementation;
  timing: Timing | null;
  /** Why there is no time. */
  error: string | null;
  /** Mean milliseconds by stage; stock has none. */
  stages: Record<string, number>;
}

interface StepRace {
  model: ModelId;
  batch: number;
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

async function raceSteps(
  { model, batch, onSoftware }: Scenario,
  engines: readonly { engine: BenchEngine; info: EngineInfo }[],
  options: SuiteOptions,
): Promise<StepRace> {
  const lanes: Lane[] = [];
  const running: { lane: Lane; engine: BenchEngine; id: number }[] = [];
  for (const { engine, info } of engines) {
    for (const implementation of ['own', 'stock'] as const) {
      const lane: Lane = {
        engine: engineName(info),
        implementation,
        timing: null,
        error: null,
        stages: {},
        samples: [],
      };
      lanes.push(lane);
      if (info.software && !onSoftware) {
        lane.error = 'left out: a step takes minutes on a software adapter';
        continue;
      }
      const plan = defaultRunConfig(model);
      const task: Task = { kind: 'step', implementation, model, batch, plan };
      try {
        const id = await engine.prepare(task);
        // Stock TensorFlow.js finds out that it lacks a kernel when it trains.
        await engine.run(id, 1);
        running.push({ lane, engine, id });
      } catch (error) {
        lane.error = firstLine(error);
      }
    }
  }
  const samples = await race(
    running.map(({ engine, id }) => ({ run: (repeats) => engine.run(id, repeats) })),
    options.budget,
  );
  for (const [i, { lane, engine, id }] of running.entries()) {
    lane.samples = samples[i];
    lane.timing = timing(samples[i]);
    lane.stages = meanStages(samples[i]);
    await engine.release(id);
  }
  return { model, batch, results: lanes.map(({ samples: _, ...result }) => result), ratios: ratiosOf(lanes) };
}

function meanStages(samples: readonly Sample[]): Record<string, number> {
  const names = Object.keys(samples[0].stages);
  const mean = (name: string) => samples.reduce((sum, { stages }) => sum + stages[name], 0) / samples.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)]));
}

function ratiosOf(lanes: readonly Lane[]): StepRace['ratios'] {
  const measured = lanes.filter(({ samples }) => samples.length > 0);
  const name = ({ implementation, engine }: Lane) => `${implementation} on ${engine}`;
  return measured
    .filter(({ implementation }) => implementation === 'own')
    .flatMap((own) =>
      measured
        .filter(({ implementation }) => implementation === 'stock')
        .map((rival) => ({ own: name(own), rival: name(rival), ratio: speedRatio(own.samples, rival.samples) })),
    );
}

function resultLine({ engine, implementation, timing: time, error }: StepResult): string {
  return `${implementation} on ${engine}: ${time ? `${digits(time.msMedian)} ms` : error}`;
}

function stepSection({ model, batch, results, ratios }: StepRace): Section {
  const stages = [...new Set(results.flatMap((result) => Object.keys(result.stages)))];
  return {
    title: `A training step of ${model}, batch ${batch}`,
    notes: [
      'Milliseconds a step, median and spread; stages are means. On a GPU a stage is the time to record its commands, ' +
        'and the wait for them falls to the last. Stock is the same network written in TensorFlow.js operations, with ' +
        'its tape and its optimizer.',
      ...results.flatMap(({ engine, implementation, error }) =>
        error === null ? [] : [`${implementation} on ${engine}: ${error}.`],
      ),
    ],
    columns: ['engine', 'ms', 'images/s', ...stages],
    rows: results.flatMap(({ engine, implementation, timing: time, stages: laps }) => {
      if (!time) return [];
      const ms = withSpread(time.msMedian, time.msLow, time.msHigh, time.samples);
      const cells = stages.map((stage) => (stage in laps ? digits(laps[stage]) : ''));
      return [[`${implementation}, ${engine}`, ms, digits((1000 * batch) / time.msMedian), ...cells]];
    }),
    summary: ratios.map(({ own, rival, ratio }) => `${own} is ${digits(ratio)} times as fast as ${rival}.`),
  };
}
