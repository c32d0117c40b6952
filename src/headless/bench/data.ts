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
const batchRuns: readonly { name: string; config: RunConfigInput }[] = [
  { name: '96 px sprite scenes, flip', config: { data: sprites, model: 'ssd_96_lab' } },
  { name: '96 px sprite scenes, all augmentation', config: { data: sprites, model: 'ssd_96_lab', augment: true } },
  { name: '96 px of photographs, all augmentation', config: { data: photographs, model: 'ssd_96_lab' } },
  {
    name: '300 px of photographs, all augmentation',
    config: { data: photographs, model: 'ssd_300_vgg16_atrous', batch: 8 },
  },
];
const warmup = 3;

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
  for (const { name, config } of quick ? batchRuns.slice(0, 1) : batchRuns) {
    progress(`batches of ${name}`);
    batches.push(await measureBatches(page, name, parseRunConfig(config), quick ? 2 : 30));
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

async function measureBatches(page: Page, name: string, config: RunConfig, samples: number): Promise<BatchResult> {
  const times = await page.evaluate(([run, count]) => labPage.prepareBatches(run, count), [
    config,
    warmup + samples,
  ] as const);
  return { name, batch: config.batch, timing: timing(times.slice(warmup).map((ms) => ({ ms }))) };
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
      'Images a second and milliseconds a batch, median and spread: drawing or decoding, augmentation, normalization and ' +
        'targets, and the transfer to the page. Photographs are JPEG files of 500 x 375 pixels.',
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
