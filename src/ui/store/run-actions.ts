/** @file Commands of a run: train, pause, one step, one epoch, stop, reset, and the live learning rate. */
import { changed, newRecord } from '../../experiments';
import { type Bench, release } from './bench';
import type { ComparisonActions } from './comparison';
import { onRecord } from './kept';
import type { Prepare } from './prepare';
import type { Starter } from './start-runs';
import { isActive, isMoving, type LabState } from './state';

export interface RunActions {
  /** Goes on with a kept run from its last checkpoint; an experiment goes on as a whole. */
  resumeRun(id: string, options?: { paused: boolean }): Promise<void>;
  /**
   * Goes on with the run that is shown from its last checkpoint, or from its beginning if there is none, with one setting
   * changed. Its tags tell from which step on.
   */
  goOnWith(path: string, value: unknown): Promise<void>;
  /** The one button: starts, pauses or goes on. */
  toggleTraining(): Promise<void>;
  step(): Promise<void>;
  epoch(): Promise<void>;
  stop(): Promise<void>;
  reset(): Promise<void>;
  /** Takes effect from the next step on; null returns to the schedule. */
  setLearningRate(learningRate: number | null): Promise<void>;
  evaluate(): Promise<void>;
}

/** Train may be pressed: there is an engine, data, and nothing is being made ready. */
export function canTrain(state: LabState): boolean {
  return state.engine !== null && state.dataStatus === 'ready' && state.status !== 'preparing';
}

interface Deps {
  starter: Starter;
  prepare: Prepare;
  comparison: Pick<ComparisonActions, 'readRuns' | 'resumeExperiment'>;
}

export function runActions(
  { api, get, set, attempt, forget }: Bench,
  { starter, prepare, comparison }: Deps,
): RunActions {
  const failed = 'The run could not go on';

  /** A run that never began leaves no record. */
  async function start(paused: boolean): Promise<boolean> {
    const { config, comparison: kept } = get();
    const name = `Run ${kept.records.filter(({ experiment }) => experiment === null).length + 1}`;
    const record = newRecord(config, { id: crypto.randomUUID(), name, created: new Date().toISOString() });
    set({ comparison: { ...kept, records: [record, ...kept.records] } });
    if (await starter.start([{ id: record.id, config }], { paused })) return true;
    const { comparison: now } = get();
    set({ comparison: { ...now, records: now.records.filter(({ id }) => id !== record.id) } });
    return false;
  }

  /** One step or one epoch, from the first step of a new run if there is none. */
  async function advance(command: () => Promise<void>): Promise<void> {
    const state = get();
    if (!canTrain(state) || isMoving(state.status)) return;
    if (isActive(state.status) || (await start(true))) await attempt('run', failed, command);
  }

  const actions: RunActions = {
    async goOnWith(path, value) {
      const { run, status, comparison: kept } = get();
      const record = kept.records.find(({ id }) => id === run?.record);
      if (run === null || record === undefined || isActive(status)) return;
      // A rate that was set by hand would hide that of the settings.
      const byHand = path === 'optimizer.learningRate' && run.fault?.overridden === true;
      const tag = `${path.split('.').at(-1)} ${value} from step ${(record.checkpoint ?? 0) + 1}`;
      const config = byHand ? record.config : changed(record.config, path, value);
      set({ comparison: onRecord(kept, record.id, (known) => ({ ...known, config, tags: [...known.tags, tag] })) });
      await actions.resumeRun(record.id, { paused: byHand });
      if (!byHand || !isActive(get().status)) return;
      await actions.setLearningRate(value as number);
      await attempt('run', failed, () => api.play());
    },
    async resumeRun(id, { paused } = { paused: false }) {
      const record = get().comparison.records.find((known) => known.id === id);
      if (record === undefined || isActive(get().status)) return;
      if (record.experiment !== null) return comparison.resumeExperiment(record.experiment.id);
      await comparison.readRuns([id]);
      if (await prepare(record.config, record.data))
        await starter.start([{ id, config: record.config }], { paused, resume: true });
    },
    async toggleTraining() {
      const state = get();
      if (isMoving(state.status)) await attempt('run', failed, () => api.pause());
      else if (state.status === 'paused') await attempt('run', failed, () => api.play());
      else if (canTrain(state)) await start(false);
    },
    step: () => advance(() => api.step()),
    epoch: () => advance(() => api.epoch()),
    async stop() {
      if (isActive(get().status)) await attempt('run', 'The run could not be stopped', () => api.stop());
    },
    async reset() {
      const { run, status } = get();
      if (run === null && status === 'idle') return;
      forget('run');
      await attempt('run', 'The run could not be reset', () => api.reset());
      // The next run may have been started meanwhile.
      if (get().run?.record !== run?.record) return;
      release(get().run?.detections?.images ?? []);
      set({ run: null, status: 'idle', progress: null });
    },
    async setLearningRate(learningRate) {
      const { run, status } = get();
      if (run === null || !isActive(status)) return;
      const sent = await attempt('run', 'The learning rate was not changed', async () => {
        await api.setLearningRate(learningRate);
        return true;
      });
      const current = get().run;
      if (sent === null || current === null) return;
      const mark = { step: (current.steps.at(-1)?.step ?? 0) + 1, learningRate };
      set({ run: { ...current, rateMarks: [...current.rateMarks.filter(({ step }) => step < mark.step), mark] } });
    },
    async evaluate() {
      if (get().run !== null) await attempt('run', 'The evaluation failed', () => api.evaluate());
    },
  };
  return actions;
}
