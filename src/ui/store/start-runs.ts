/** @file Starts runs in the worker, and keeps a record of each from its first moment. */
import type { RunEnvironment, RunRecord } from '../../experiments';
import type { RunRequest } from '../../worker';
import { type Bench, release } from './bench';
import { nothingKept, onKept, onRecord } from './kept';
import { withLock } from './locks';
import type { Recorder } from './recorder';
import { isActive, type LabState, type Run } from './state';

export interface Starter {
  /**
   * Trains runs in lock-step; the page shows the first. Their records are there already, and follow.
   *
   * @returns false if they could not start; the records then say why
   */
  start(runs: readonly RunRequest[], options: { paused: boolean }): Promise<boolean>;
}

export function createStarter({ api, get, set, until, attempt, forget }: Bench, recorder: Recorder): Starter {
  let runs = 0;

  function onRecords(requests: readonly RunRequest[], change: (record: RunRecord) => RunRecord): void {
    set({ comparison: requests.reduce((kept, { id }) => onRecord(kept, id, change), get().comparison) });
  }

  return {
    async start(requests, { paused }) {
      const [{ id, config }] = requests;
      release(get().run?.detections?.images ?? []);
      forget('run');
      set({ run: newRun(config, ++runs, id), status: 'preparing', view: { ...get().view, weights: 'run' } });
      // A run that is trained anew begins without what an interrupted one left.
      set({ comparison: requests.reduce((kept, { id }) => onKept(kept, id, () => nothingKept), get().comparison) });
      onRecords(requests, (record) => ({ ...record, status: 'running', error: null }));
      let failure = '';
      const info = await attempt('run', 'The run could not start', () =>
        api.start(requests, { paused }).catch((error: Error) => {
          failure = error.message;
          throw error;
        }),
      );
      const { run, status } = get();
      if (info === null) {
        set({ run: null, status: status === 'preparing' ? 'failed' : status });
        onRecords(requests, (record) => ({ ...record, status: 'failed', error: failure }));
        return false;
      }
      if (run !== null) set({ run: { ...run, info } });
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
  return { id, record, config, info: null, steps: [], rate: null, evals: [], detections: null, rateMarks: [] };
}

/** Where a run is trained, and on what. */
function circumstances({ engine, data }: LabState): Pick<RunRecord, 'environment' | 'data'> {
  const environment: RunEnvironment | null = engine && {
    backend: engine.backend,
    adapter: engine.adapter,
    threads: engine.threads,
    userAgent: globalThis.navigator?.userAgent ?? '',
    versions: { lab: import.meta.env.VITE_LAB_VERSION, tfjs: import.meta.env.VITE_TFJS_VERSION },
  };
  return {
    environment,
    data: data && {
      kind: data.kind,
      name: data.name,
      classes: data.classes,
      trainImages: data.train.images,
      valImages: data.val.images,
    },
  };
}
