/**
 * @file The data suite: how fast batches are made, and how long the engine waits for them in a whole run.
 */
import type { Page } from 'playwright';
import { type ModelId, parseRunConfig, type RunConfig, type RunConfigInput } from '../../experiments';
import type { LabEvent } from '../../worker';
import { type RunOutput, RunRecorder } from '../run-output';
import { type Timing, timing } from './race';
import { type Backend, digits, type Section, type SuiteOptions, type SuiteReport, withSpread } from './suite';

const sprites = { kind: 'sprites', val: 1 } as const;
const photographs = { kind: 'voc' } as const;
/** Bytes that hold every photograph decoded. */
const enough = 2 ** 28;
const batchRuns: readonly { name: string; config: RunConfigInput; cacheBytes: number }[] = [
  { name: '96 px, new scenes, flip', config: { data: sprites, model: 'ssd_96_lab' }, cacheBytes: 0 },
  { name: '96 px, new scenes, all', config: { data: sprites, model: 'ssd_96_lab', augment: true }, cacheBytes: 0 },
  ...(['ssd_96_lab', 'ssd_300_vgg16_atrous'] as const).flatMap((model) => {
    const size = model === 'ssd_96_lab' ? 96 : 300;
    const config = { data: photographs, model, batch: 8 };
    return [
      { name: `${size} px, JPEG files, all`, config, cacheBytes: 0 },
      { name: `${size} px, JPEG files in the cache, all`, config, cacheBytes: enough },
    ];
  }),
];

interface BatchResult {
  name: string;
  batch: number;
  timing: Timing;
}

interface WaitResult {
  model: ModelId;
  engine: string;
  augmentation: string;
  steps: number;
  msPerStep: number;
  waitMs: number;
  /** Of the whole step. */
  waitShare: number;
}

export async function dataSuite({ quick, backends, progress }: SuiteOptions, page: Page): Promise<SuiteReport> {
  const batches: BatchResult[] = [];
  for (const { name, config, cacheBytes } of quick ? batchRuns.slice(0, 1) : batchRuns) {
    progress(`batches of ${name}`);
    batches.push(await measureBatches(page, name, parseRunConfig(config), { batches: quick ? 2 : 30, cacheBytes }));
  }
  const waits: WaitResult[] = [];
  let recorder: RunRecorder;
  await page.exposeFunction('reportLabEvent', (event: LabEvent) => recorder.add(event));
  for (const backend of backends) {
    for (const augment of quick ? [false] : [false, true]) {
      progress(`waiting in a run on ${backend}`);
      const config = waitingRun(backend, augment, quick);
      recorder = new RunRecorder(config);
      await page.evaluate((run) => labPage.train(run), config);
      waits.push(waitingOf(recorder.finish(), augment));
    }
  }
  return { results: { batches, waits }, sections: [batchSection(batches), waitSection(waits)] };
}

async function measureBatches(
  page: Page,
  name: string,
  config: RunConfig,
  options: { batches: number; cacheBytes: number },
): Promise<BatchResult> {
  const times = await page.evaluate(([run, how]) => labPage.prepareBatches(run, how), [config, options] as const);
  return { name, batch: config.batch, timing: timing(times.map((ms) => ({ ms }))) };
}

/** A run of the default model as the Train button starts it. */
function waitingRun(backend: Backend, augment: boolean, quick: boolean): RunConfig {
  const steps = quick ? 3 : backend === 'wasm' ? 200 : 40;
  const model = quick ? 'ssd_64_smoke' : 'ssd_96_lab';
  return parseRunConfig({ data: sprites, model, backend, steps, evalEvery: 0, ...(augment && { augment }) });
}

function waitingOf({ config, backend, adapter, timing: { stages } }: RunOutput, augment: boolean): WaitResult {
  const msPerStep = Object.values(stages).reduce((sum, ms) => sum + ms, 0);
  return {
    model: config.model,
    engine: `${backend} (${adapter})`,
    augmentation: augment ? 'all' : 'flip',
    steps: config.steps,
    msPerStep,
    waitMs: stages.wait,
    waitShare: stages.wait / msPerStep,
  };
}

function batchSection(results: readonly BatchResult[]): Section {
  return {
    title: 'Making batches in one data worker',
    notes: [
      'Images a second and milliseconds a batch, median and spread: drawing a scene or decoding a JPEG file of 500 x 375 ' +
        'pixels, augmentation (flip only, or all of it), normalization and targets, and the transfer to the page.',
    ],
    columns: ['batches', 'batch', 'images/s', 'ms'],
    rows: results.map(({ name, batch, timing: { msMedian, msLow, msHigh, samples } }) => [
      name,
      String(batch),
      digits((1000 * batch) / msMedian),
      withSpread(msMedian, msLow, msHigh, samples),
    ]),
    summary: [],
  };
}

function waitSection(results: readonly WaitResult[]): Section {
  return {
    title: `Waiting for data in a run of ${results[0].model}`,
    notes: ['Means over a run as the Train button starts it, its first steps included.'],
    columns: ['engine', 'augmentation', 'steps', 'ms a step', 'ms waited', 'share'],
    rows: results.map(({ engine, augmentation, steps, msPerStep, waitMs, waitShare }) => [
      engine,
      augmentation,
      String(steps),
      digits(msPerStep),
      digits(waitMs),
      `${(100 * waitShare).toFixed(1)}%`,
    ]),
    summary: [],
  };
}
