/** @file Starts runs in the worker, and keeps a record of each from its first moment. */
import { noCurves, type RunData, type RunEnvironment, type RunRecord } from '../../experiments';
import type { RunRequest } from '../../worker';
import { type Bench, release } from './bench';
import { nothingKept, onKept, onRecord } from './kept';
import { withLock } from './locks';
import type { Recorder } from './recorder';
import { isActive, type LabState, type Run } from './state';

export interface Starter {
  /**
   * Trains runs in lock-step; the page shows the first. Their records are there already, and follow. With `resume` they
   * go on from their last checkpoint, and what is kept of them stays.
   *
   * @returns false if they could not start; the records then say why
   */
  start(runs: readonly RunRequest[], options: { paused: boolean; resume?: boolean }): Promise<boolean>;
}

export function createStarter({ api, get, set, until, attempt, forget }: Bench, recorder: Recorder): Starter {
  let runs = 0;

  function onRecords(requests: readonly RunRequest[], change: (record: RunRecord) => RunRecord): void {
    set({ comparison: requests.reduce((kept, { id }) => onRecord(kept, id, change), get().comparison) });
  }

  return {
    async start(requests, { paused, resume = false }) {
      const [{ id, config }] = requests;
      release(get().run?.detections?.images ?? []);
      forget('run');
      const run = { ...newRun(config, ++runs, id), ...(resume ? shownAgain(get(), id) : {}) };
      set({ run, status: 'preparing', view: { ...get().view, weights: 'run' } });
      if (!resume) {
        const fresh = requests.reduce((kept, { id }) => onKept(kept, id, () => nothingKept), get().comparison);
        set({ comparison: fresh });
      }
      onRecords(requests, (record) => ({ ...record, status: 'running', error: null }));
      let failure = '';
      const info = await attempt('run', 'The run could not start', () =>
        api.start(requests, { paused, resume }).catch((error: Error) => {
          failure = error.message;
          throw error;
        }),
      );
      const { run: shown, status } = get();
      if (info === null) {
        set({ run: null, status: status === 'preparing' ? 'failed' : status });
        onRecords(requests, (record) => ({ ...record, status: 'failed', error: failure }));
        return false;
      }
      if (shown !== null) set({ run: { ...shown, info } });
      onRecords(requests, (record) => ({ ...record, ...circumstances(get()) }));
      for (const { id } of requests) void withLock(`run ${id}`, () => until((state) => !isActive(state.status)));
      await recorder.write(async (store) => {
        const ids = requests.map((request) => request.id);
        for (const record of get().comparison.records.filter((known) => ids.includes(known.id)))
          await store.putRecord(record);
      });
      return true;
    },
  };
}

function newRun(config: LabState['config'], id: number, record: string): Run {
  return {
    id,
    record,
    config,
    info: null,
    steps: [],
    rate: null,
    evals: [],
    detections: null,
    rateMarks: [],
    fault: null,
  };
}

/** What the page showed of a run, as far as its curves tell; steps after the checkpoint are told again. */
function shownAgain({ comparison }: LabState, id: string): Pick<Run, 'steps' | 'evals'> {
  const { steps, evals } = comparison.kept[id]?.curves ?? noCurves();
  const record = comparison.records.find((known) => known.id === id);
  const stepsPerEpoch = (record?.data?.trainImages ?? Number.NaN) / (record?.config.batch ?? 1);
  return {
    steps: steps.step.map((step, i) => ({
      step,
      epoch: step / stepsPerEpoch,
      learningRate: steps.learningRate[i],
      confidence: steps.confidence[i],
      localization: steps.localization[i],
      total: steps.total[i],
      positives: steps.positives[i],
      batch: steps.batch[i],
      ms: steps.ms[i],
      hardNegatives: Number.NaN,
      perImage: [],
      liveTensorsBefore: Number.NaN,
      liveTensors: Number.NaN,
    })),
    evals: evals.map(({ step, map07, map12 }) => ({ step, report: { map07, map12, perClass: [] }, images: 0, ms: 0 })),
  };
}

/** Where a run is trained, and on what. */
function circumstances(state: LabState): Pick<RunRecord, 'environment' | 'data'> {
  const { engine } = state;
  const environment: RunEnvironment | null = engine && {
    backend: engine.backend,
    adapter: engine.adapter,
    threads: engine.threads,
    userAgent: globalThis.navigator?.userAgent ?? '',
    versions: { lab: import.meta.env.VITE_LAB_VERSION, tfjs: import.meta.env.VITE_TFJS_VERSION },
  };
  return {
    environment,
    data: openData(state),
  };
}

/** What is open to train on. */
export function openData({ data, repairs }: Pick<LabState, 'data' | 'repairs'>): RunData | null {
  return (
    data && {
      kind: data.kind,
      name: data.name,
      classes: data.classes,
      trainImages: data.train.images,
      valImages: data.val.images,
      ...(data.identity && { set: { id: data.identity.id, repairs: repairs.at(-1) ?? {} } }),
    }
  );
}
