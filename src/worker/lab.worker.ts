/**
 * @file The lab worker: the one place where engine, data, model, training and evaluation are put together.
 */
import { expose, transfer } from 'comlink';
import { type EngineInfo, onEngineFault, openEngine } from '../engine';
import {
  type BackendChoice,
  CheckpointFiles,
  type ModelId,
  parseRunConfig,
  type RunConfig,
  WeightFiles,
} from '../experiments';
import { encodeSafetensors, modelSpecs, type Network, readWeights } from '../model';
import { anchorSpecOf } from '../ssd';
import { DataPool } from './data-pool';
import { type DataSet, openDataSet, repairDataSet, reporter, spriteKey } from './data-set';
import type { Ground } from './inspect/ground';
import { createInspector } from './inspect/inspector';
import { smallerSteps } from './memory';
import type {
  DataSource,
  DataSummary,
  EvalPoint,
  Finding,
  LabEvent,
  LabWorkerApi,
  Rejection,
  RunInfo,
  RunRequest,
  SampleRequest,
  SampleView,
} from './protocol';
import { Session } from './session';
import { Turns } from './turns';

let listener: (event: LabEvent) => void = () => {};
let pool: DataPool | null = null;
let dataSet: DataSet | null = null;
let engine: { choice: BackendChoice; info: EngineInfo } | null = null;
let session: Session | null = null;
let dropping: Promise<void> = Promise.resolve();
let asking = new AbortController();
/** Resolves to the name of the lock once it is held. */
const alive = new Promise<string>((resolve, reject) => {
  navigator.locks
    .request(self.name, () => {
      resolve(self.name);
      return new Promise<never>(() => {});
    })
    .catch(reject);
});
// Asked for or not.
alive.catch(() => {});
const turns = new Turns();
const checkpoints = new CheckpointFiles();
const inspector = createInspector({
  ground: currentGround,
  session: () => session,
  turns,
  emit,
  signal: () => asking.signal,
});

const api: LabWorkerApi = {
  ...inspector.api,

  subscribe(next) {
    listener = (event) => {
      const bitmaps = event.type === 'detections' ? event.images.map(({ bitmap }) => bitmap) : [];
      void next(transfer(event, bitmaps));
    };
  },

  identify: () => alive,

  async openEngine(choice) {
    await dropSession();
    return turns.take(async () => {
      inspector.forget();
      engine = null;
      const info = await openEngine(choice);
      engine = { choice, info };
      emit({ type: 'engine', engine: info });
      return info;
    });
  },

  async loadData(source) {
    return load(source);
  },

  async repair(repairs) {
    if (!dataSet) throw new Error('No data set is open; choose one first.');
    await dropSession();
    inspector.forget();
    dataSet = await repairDataSet(dataPool(), dataSet, repairs);
    emit({ type: 'data', data: dataSet.summary });
    return dataSet.summary;
  },

  async picture(id) {
    const picture = await dataPool().first.picture(id);
    return transfer(picture, [picture.bitmap]);
  },

  async adviseAnchors({ config, iouThreshold }) {
    const checked = parseRunConfig(config);
    const { pool, data } = currentGround(checked);
    return pool.first.adviseAnchors(anchorSpecOf(checked), iouThreshold, data.train.counted);
  },

  async samples(request) {
    return samples(request);
  },

  async start(runs, options) {
    const checked = runs.map(({ id, config }) => ({ id, config: parseRunConfig(config) }));
    return start(checked, options);
  },

  async play() {
    running().play();
  },
  async pause() {
    running().pause();
  },
  async step() {
    running().step();
  },
  async epoch() {
    running().epoch();
  },
  async stop() {
    await session?.stop();
  },
  async reset() {
    await dropSession();
    emit({ type: 'status', status: 'idle' });
  },
  async checkpoint() {
    await session?.checkpoint();
  },
  async setLearningRate(learningRate) {
    running().setLearningRate(learningRate);
  },
  async evaluate(): Promise<EvalPoint> {
    return running().evaluate();
  },
  async faultyBatch() {
    const images = await running().faultyBatch();
    return transfer(
      images,
      images.map(({ bitmap }) => bitmap),
    );
  },
  async cancel() {
    session?.cancelEvaluation();
    asking.abort(new Error('It was cancelled.'));
    asking = new AbortController();
    await pool?.first.cancelImport();
  },
  storedSets: () => dataPool().first.storedSets(),
  async keepData() {
    if (!dataSet?.voc) throw new Error('Only VOC data can be kept; the scenes are made when they are needed.');
    const { name, train, val } = dataSet.voc;
    try {
      const task = { task: 'Keeping the data set', unit: 'bytes' } as const;
      await dataPool().keep(
        name,
        { train, val },
        reporter(task, (progress) => emit({ type: 'keeping', progress })),
      );
    } finally {
      emit({ type: 'keeping', progress: null });
    }
  },
  async cancelKeeping() {
    await pool?.first.cancelKeeping();
  },
  removeStored: (id) => dataPool().first.removeStored(id),
};

onEngineFault((error) => {
  void session?.stop('failed');
  engine = null;
  const failure = { title: 'The compute engine failed', message: error.message, ...session?.wayOut(error) };
  emit({ type: 'failure', failure });
});
expose(api);

function emit(event: LabEvent): void {
  listener(event);
}

function running(): Session {
  if (!session) throw new Error('There is no run; press Train first.');
  return session;
}

/** Commands that end a session take turns: the status of the one that came last is told last. */
async function dropSession(): Promise<void> {
  const dropped = session;
  session = null;
  const drop = () => dropped?.dispose();
  dropping = dropping.then(drop, drop);
  await dropping;
}

function dataPool(): DataPool {
  pool ??= new DataPool(addRejected);
  return pool;
}

/** Adds what only decoding found to the import report, each file once. */
function addRejected(rejected: readonly Rejection[]): void {
  if (!dataSet) return;
  const { summary } = dataSet;
  const known = new Set(summary.rejected.filter(({ object }) => object === null).map(({ file }) => file));
  const fresh = rejected.filter(({ file }) => !known.has(file));
  if (fresh.length === 0) return;
  const findings = fresh.map(
    (rejection): Finding => ({
      ...rejection,
      id: `image-unreadable ${rejection.file}`,
      line: null,
      code: 'image-unreadable',
      severity: 'error',
      image: null,
      repair: null,
    }),
  );
  const report = {
    rejected: [...summary.rejected, ...fresh],
    findings: [...summary.findings, ...findings],
  };
  dataSet = { ...dataSet, summary: { ...summary, ...report } };
  emit({ type: 'data', data: dataSet.summary });
}

async function load(source: DataSource): Promise<DataSummary> {
  await dropSession();
  inspector.forget();
  dataSet = await openDataSet(dataPool(), source, (progress) => emit({ type: 'progress', progress }));
  emit({ type: 'data', data: dataSet.summary });
  return dataSet.summary;
}

async function samples({ split, offset, count, augmented, className, bin }: SampleRequest): Promise<SampleView[]> {
  if (!dataSet) throw new Error('No data set is open; choose one first.');
  const { summary } = dataSet;
  const seen = augmented ? previewOf(parseRunConfig(augmented)) : null;
  const classId = className === undefined ? null : summary.classes.indexOf(className);
  const { first } = dataPool();
  const views = await first.views(split, await first.find({ split, offset, count, classId, bin: bin ?? null }), seen);
  return transfer(
    views,
    views.map(({ bitmap }) => bitmap),
  );
}

function previewOf({ augment, model, seed }: RunConfig) {
  return { augment, size: modelSpecs[model].anchors.inputSize, seedWords: [seed, 'preview'] };
}

async function start(
  runs: readonly RunRequest[],
  { paused, resume = false }: { paused: boolean; resume?: boolean } = { paused: false },
): Promise<RunInfo> {
  await dropSession();
  emit({ type: 'status', status: 'preparing' });
  try {
    const { pool, data, engine } = await openGround(runs[0].config);
    const images = { trainImages: data.train.images, valImages: data.val.images };
    for (const { name, images } of [data.train, data.val]) {
      if (images === 0)
        throw new Error(`No image of ${name} can be used; the import report says why, and what to repair.`);
    }
    session = new Session(
      runs,
      { pool, classes: data.classes, ...images },
      { engine, turns, emit, keepWeights, checkpoints },
    );
    const resumedFrom = resume ? await session.resume() : 0;
    session.begin(paused);
    return { ...session.info, resumedFrom };
  } catch (error) {
    emit({ type: 'status', status: 'failed' });
    const accumulate = smallerSteps(error as Error, runs[0].config);
    if (accumulate !== undefined) {
      const failure = { title: 'The run could not start', message: (error as Error).message, accumulate };
      emit({ type: 'failure', failure });
    }
    throw error;
  }
}

/** A page without storage trains all the same; its runs end with it. */
async function keepWeights({ id }: RunRequest, network: Network): Promise<boolean> {
  try {
    const weights = await turns.take(() => readWeights(network));
    const tensors = network.parameters.map(({ name, shape }) => [name, { shape, values: weights[name] }] as const);
    await new WeightFiles().write(id, encodeSafetensors(Object.fromEntries(tensors)));
    return true;
  } catch {
    return false;
  }
}

/** The engine and the data that a configuration asks for. */
async function openGround(config: RunConfig): Promise<Ground> {
  if (engine?.choice !== config.backend) await api.openEngine(config.backend);
  const { summary: data } = await dataFor(config.data, config.model);
  const { info } = engine as unknown as { info: EngineInfo };
  return { pool: dataPool(), data, engine: info };
}

/** What is open, for questions: they never change the engine or the data beneath a run. */
function currentGround({ backend, data, model }: RunConfig): Ground {
  const wanted = data.kind === 'sprites' ? spriteKey(data, model) : 'voc';
  if (engine?.choice !== backend || dataSet?.key !== wanted) {
    throw new Error('The engine and the data of these settings are not open yet.');
  }
  return { pool: dataPool(), data: dataSet.summary, engine: engine.info };
}

/** The current data set if it is the one that the run asks for; sprite scenes are made, VOC files must have been read. */
async function dataFor(config: RunConfig['data'], model: ModelId): Promise<DataSet> {
  if (config.kind === 'voc') {
    if (dataSet?.summary.kind !== 'voc') throw new Error('No VOC data is open; drop a folder, .zip or .tar first.');
    return dataSet;
  }
  if (dataSet?.key !== spriteKey(config, model)) await load({ kind: 'sprites', config, model });
  return dataSet as DataSet;
}
