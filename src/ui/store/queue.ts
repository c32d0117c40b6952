/**
 * @file The queue of experiments: what is trained next, one lock-step after the other, also after the page was closed.
 */
import {
  type ComparePlan,
  configOf,
  type Experiment,
  type ExperimentRun,
  experimentRuns,
  lockSteps,
  newRecord,
  type RunConfig,
  type RunData,
} from '../../experiments';
import type { RunRequest } from '../../worker';
import type { Bench } from './bench';
import type { Comparison, ComparisonActions } from './comparison';
import { onRecord } from './kept';
import { withLock } from './locks';
import type { Prepare } from './prepare';
import type { Recorder } from './recorder';
import { openData, type Starter } from './start-runs';
import { isActive } from './state';

type QueueActions = Pick<
  ComparisonActions,
  'queueExperiment' | 'pauseExperiment' | 'resumeExperiment' | 'cancelExperiment'
>;

export interface Queue {
  actions: QueueActions;
  /** Trains what is queued, until nothing is. */
  drain(): Promise<void>;
}

const mostLosses = 2;

interface Deps {
  bench: Bench;
  recorder: Recorder;
  starter: Starter;
  prepare: Prepare;
  now?(): Date;
}

export function createQueue({ bench, recorder, starter, prepare, now = () => new Date() }: Deps): Queue {
  const { api, get, set, until, attempt } = bench;
  let draining = false;
  let losses = 0;

  function change(id: string, next: (experiment: Experiment) => Experiment): void {
    const { comparison } = get();
    const experiments = comparison.experiments.map((known) => (known.id === id ? next(known) : known));
    set({ comparison: { ...comparison, experiments } });
    const changed = experiments.find((known) => known.id === id);
    if (changed !== undefined) void recorder.write((store) => store.putExperiment(changed));
  }

  /** Runs of an experiment that did not end well wait for their turn again. */
  function requeue(id: string): void {
    const { comparison } = get();
    const runs = comparison.records.filter(
      ({ experiment, status }) => experiment?.id === id && status !== 'finished' && status !== 'running',
    );
    const next = runs.reduce(
      (kept, { id }) => onRecord(kept, id, (record) => ({ ...record, status: 'queued', error: null })),
      comparison,
    );
    set({ comparison: next });
    void recorder.write(async (store) => {
      for (const run of next.records.filter((record) => runs.some(({ id }) => id === record.id)))
        await store.putRecord(run);
    });
  }

  /** Trains one lock-step. An experiment that the reader stopped waits until it is resumed. */
  async function train(experiment: Experiment, requests: readonly RunRequest[]): Promise<void> {
    const first = get().comparison.records.find(({ id }) => id === requests[0].id);
    if (!(await prepare(requests[0].config, first?.data))) {
      change(experiment.id, (known) => ({ ...known, status: 'paused' }));
      return;
    }
    for (const { id, config } of requests) {
      set({ comparison: onRecord(get().comparison, id, (record) => ({ ...record, config })) });
    }
    // From its last checkpoint, if a closed page or a lost worker left one.
    if (!(await starter.start(requests, { paused: false, resume: true }))) return;
    await until(({ status }) => !isActive(status));
    const ended = get().comparison.records.filter(({ id }) => requests.some((request) => request.id === id));
    // A lost worker has put its runs into the queue again; one that is lost again and again is not worth a third try.
    const lost = ended.some(({ status }) => status === 'queued');
    losses = lost ? losses + 1 : 0;
    if (ended.some(({ status }) => status === 'stopped') || losses > mostLosses) {
      change(experiment.id, (known) => ({ ...known, status: known.status === 'queued' ? 'paused' : known.status }));
    }
  }

  async function drain(): Promise<void> {
    if (draining) return;
    draining = true;
    try {
      await withLock('queue', async () => {
        let home: { config: RunConfig; data: RunData | null } | null = null;
        for (let next = nextLockStep(get().comparison); next !== null; next = nextLockStep(get().comparison)) {
          const { experiment, requests } = next;
          if (requests.length === 0) change(experiment.id, (known) => ({ ...known, status: 'finished' }));
          else {
            await until(({ status }) => !isActive(status));
            home ??= { config: get().config, data: openData(get()) };
            await train(experiment, requests);
          }
        }
        if (home !== null) await prepare(home.config, home.data);
      });
    } finally {
      draining = false;
    }
  }

  async function stop(): Promise<void> {
    await attempt('run', 'The run could not be stopped', async () => {
      await api.checkpoint();
      await api.stop();
    });
  }

  const actions: QueueActions = {
    async queueExperiment(name, plan: ComparePlan) {
      const created = now().toISOString();
      const runs = experimentRuns(plan, () => crypto.randomUUID());
      const experiment: Experiment = { id: crypto.randomUUID(), name, created, plan, status: 'queued', runs };
      // So that it finds its files again after a reload.
      const data = plan.arms[0].config.data.kind === 'voc' ? openData(get()) : null;
      const records = runs.map((run) =>
        newRecord(
          configOf(experiment, run, () => null),
          { id: run.run, name: nameOf(run), created, experiment: { id: experiment.id, arm: run.arm }, data },
        ),
      );
      const { comparison } = get();
      set({
        comparison: {
          ...comparison,
          experiments: [experiment, ...comparison.experiments],
          records: [...records, ...comparison.records],
        },
      });
      await recorder.write(async (store) => {
        for (const record of records) await store.putRecord(record);
        await store.putExperiment(experiment);
      });
      void drain();
    },

    async pauseExperiment(id) {
      change(id, (known) => ({ ...known, status: 'paused' }));
      if (isUnderWay(get().comparison, id)) await stop();
    },

    async resumeExperiment(id) {
      // What was paused a moment ago may still be ending.
      await until(({ comparison }) => !isUnderWay(comparison, id));
      losses = 0;
      requeue(id);
      change(id, (known) => ({ ...known, status: 'queued' }));
      void drain();
    },

    async cancelExperiment(id) {
      change(id, (known) => ({ ...known, status: 'cancelled' }));
      if (isUnderWay(get().comparison, id)) await stop();
      const { comparison } = get();
      const waiting = comparison.records.filter(
        ({ experiment, status }) => experiment?.id === id && status === 'queued',
      );
      const gone = new Set(waiting.map((record) => record.id));
      set({ comparison: { ...comparison, records: comparison.records.filter((record) => !gone.has(record.id)) } });
      change(id, (known) => ({ ...known, runs: known.runs.filter(({ run }) => !gone.has(run)) }));
      await recorder.write((store) => store.remove([...gone]));
    },
  };
  return { actions, drain };
}

function isUnderWay({ records }: Comparison, id: string): boolean {
  return records.some(({ experiment, status }) => experiment?.id === id && status === 'running');
}

/** The oldest experiment that is queued, and the runs of it to train next; none if all have ended. */
export function nextLockStep({
  experiments,
  records,
}: Pick<Comparison, 'experiments' | 'records'>): { experiment: Experiment; requests: RunRequest[] } | null {
  const experiment = experiments.findLast(({ status }) => status === 'queued');
  if (experiment === undefined) return null;
  const byId = new Map(records.map((record) => [record.id, record]));
  const scoreOf = (run: string) => {
    const record = byId.get(run);
    return record?.status === 'finished' ? record.summary.map07 : null;
  };
  const waiting = experiment.runs.filter(({ run }) => {
    const record = byId.get(run);
    return record?.status === 'queued' && record.deleted === null;
  });
  if (waiting.length === 0) return { experiment, requests: [] };
  const [{ seed, multiplier }] = waiting;
  const together = waiting.filter((run) => run.seed === seed && run.multiplier === multiplier);
  const requests = together.map((run) => ({ id: run.run, config: configOf(experiment, run, scoreOf) }));
  return { experiment, requests: lockSteps(requests)[0] };
}

function nameOf({ arm, seed, multiplier }: ExperimentRun): string {
  return `${arm}, seed ${seed}${multiplier === null ? '' : `, tuning at ${multiplier} times the rate`}`;
}
