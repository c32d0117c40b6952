/**
 * @file The page that the commands drive: the lab's client and the conformance worker, and no interface but two file inputs.
 */
import { type Remote, wrap } from 'comlink';
import type { BenchApi } from '../bench';
import type { CaseResult } from '../conformance';
import {
  defaultRunConfig,
  defaultView,
  newRecord,
  openRunStore,
  type RunConfig,
  summarizeCurves,
} from '../experiments';
import { anchorSpecOf, Random } from '../ssd';
import {
  type ConformanceApi,
  connectLab,
  type DataSource,
  type DataWorkerApi,
  type DecoderComparison,
  type Finding,
  type LabEvent,
} from '../worker';
import { photographs } from './photographs';

declare global {
  /** What the commands call, by Playwright's `page.evaluate`. */
  var labPage: typeof entries;
  /** Put there by the command; gets every event but the detections, whose bitmaps cannot leave the page. */
  var reportLabEvent: (event: LabEvent) => void;
}

const entries = { train, conform, prepareBatches, keepRuns, startBench, callBench, endBench };
globalThis.labPage = entries;

let conformance: Remote<ConformanceApi> | null = null;

/**
 * Trains as the page's Train button does, from opening the engine to the last evaluation.
 *
 * @param decode whether the final weights are evaluated by both decoders
 * @throws Error that says what failed: the engine, the data or the run
 */
async function train(config: RunConfig, decode = false): Promise<DecoderComparison | null> {
  const lab = connectLab();
  const ended = new Promise<void>((resolve, reject) => {
    lab.subscribe((event) => {
      if (event.type === 'detections') {
        for (const { bitmap } of event.images) bitmap.close();
        return;
      }
      reportLabEvent(event);
      if (event.type === 'failure') reject(new Error(`${event.failure.title}: ${event.failure.message}`));
      if (event.type === 'status' && event.status === 'finished') resolve();
    });
  });
  // A failure before the run begins also rejects the command that met it.
  ended.catch(() => {});
  await lab.openEngine(config.backend);
  const { findings } = await lab.loadData(dataSource(config));
  if (config.data.kind === 'voc' && config.data.repair !== undefined) {
    await lab.repair(repairsOf(findings, config.data.repair));
  }
  await lab.start([{ id: 'headless', config }]);
  await ended;
  return decode ? lab.compareDecoders({ config, weights: 'run', detection: defaultView.detection }) : null;
}

/** Runs the cases of a fixture file in the conformance worker. @throws Error if the back end cannot start */
async function conform(backend: 'wasm' | 'webgpu', fixture: unknown): Promise<CaseResult[]> {
  conformance ??= wrap<ConformanceApi>(
    new Worker(new URL('../worker/conformance.worker.ts', import.meta.url), { type: 'module', name: 'conformance' }),
  );
  return conformance.run(backend, fixture);
}

const benchWorkers: { worker: Worker; api: Remote<BenchApi> }[] = [];

/** Starts a bench worker. @returns the number to call it by */
function startBench(): number {
  const worker = new Worker(new URL('../bench/bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' });
  return benchWorkers.push({ worker, api: wrap<BenchApi>(worker) }) - 1;
}

/** Calls a function of a bench worker by its name. */
async function callBench(worker: number, method: string, args: readonly unknown[]): Promise<unknown> {
  const api = benchWorkers[worker].api as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return api[method](...args);
}

/** Ends a bench worker and all that it holds. */
function endBench(worker: number): void {
  benchWorkers[worker].worker.terminate();
}

const photographCount = 32;

/**
 * Prepares training batches in one data worker, one after the other: of sprite scenes, or of photographs made here where
 * the data is VOC.
 *
 * @param cacheBytes decoded pixels that the worker may keep
 * @returns milliseconds of each batch, after as many that do not count as show every photograph once
 */
async function prepareBatches(
  { data, model, anchors: own, batch, augment, seed }: RunConfig,
  { batches, cacheBytes }: { batches: number; cacheBytes: number },
): Promise<number[]> {
  const worker = new Worker(new URL('../worker/data.worker.ts', import.meta.url), { type: 'module' });
  const api = wrap<DataWorkerApi>(worker);
  const anchors = anchorSpecOf({ model, anchors: own });
  const style = model === 'ssd_64_smoke' ? 'smoke' : 'lab';
  const source =
    data.kind === 'voc' ? await photographs(photographCount) : ({ ...data, style, size: anchors.inputSize } as const);
  await api.open(source, cacheBytes);
  const images = data.kind === 'voc' ? photographCount : data.train;
  const warmup = Math.ceil(photographCount / batch);
  const times: number[] = [];
  for (let i = 0; i < warmup + batches; i++) {
    const indices = Int32Array.from({ length: batch }, (_, image) => (i * batch + image) % images);
    const began = performance.now();
    await api.batch({ split: 'train', indices, anchors, augment, seedWords: [seed, i], exclude: [] });
    if (i >= warmup) times.push(performance.now() - began);
  }
  worker.terminate();
  return times;
}

/** Keeps finished runs whose losses fall with noise, as if they had been trained. */
async function keepRuns(count: number, steps: number): Promise<void> {
  const store = await openRunStore();
  for (let run = 1; run <= count; run++) {
    const random = new Random('bench', 'runs', run);
    const of = (value: (step: number) => number) => Array.from({ length: steps }, (_, i) => value(i + 1));
    const falling = (from: number) => of((step) => from / (1 + step / 200) + random.normal(0, 0.1) + 2);
    const columns = {
      step: of((step) => step),
      ...{ total: falling(18), confidence: falling(14), localization: falling(4) },
      ...{ learningRate: of(() => 0.006), positives: of(() => 40), ms: of(() => 90), batch: of((step) => step) },
    };
    const evals = [0.25, 0.5, 0.75, 1].map((part) => {
      const map07 = 0.6 * part + random.uniform(0, 0.05);
      return { step: steps * part, map07, map12: map07, perClass: {} };
    });
    const curves = { steps: columns, evals };
    const config = { ...defaultRunConfig(), steps, seed: run };
    const created = new Date(Date.UTC(2026, 0, 1, 0, run)).toISOString();
    const record = newRecord(config, { id: `kept-${run}`, name: `Kept ${run}`, created });
    const summary = summarizeCurves(curves, false);
    const finished = { ...record, status: 'finished' as const, summary };
    await store.putStored({ record: finished, curves, snapshots: [], pictures: [], weights: null });
  }
  store.close();
}

function dataSource({ data, model }: RunConfig): DataSource {
  if (data.kind === 'sprites') return { kind: 'sprites', config: data, model };
  return { kind: 'voc', files: chosenFiles(), train: data.train, val: data.val };
}

/** The likeliest repair of every finding that is to be repaired, as the page's Repair buttons take it. */
function repairsOf(findings: readonly Finding[], wanted: 'all' | readonly string[]): Record<string, string> {
  const chosen = findings.filter(({ code }) => wanted === 'all' || wanted.includes(code));
  return Object.fromEntries(
    chosen.flatMap(({ id, repair }) => (repair === null ? [] : [[id, repair.choices[0].value]])),
  );
}

/** The archive or the files of the folder that the command has put into an input, with the paths that a drop gives. */
function chosenFiles(): { path: string; file: File }[] {
  const inputs = document.querySelectorAll<HTMLInputElement>('#folder, #archive');
  const files = [...inputs].flatMap(({ files }) => [...(files ?? [])]);
  return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}
