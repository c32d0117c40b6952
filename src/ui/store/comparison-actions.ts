/** @file Commands of the kept runs: what is looked at, read, named, deleted, exported and imported. */
import { type RunRecord, readRuns, renamedApart, writeBundle } from '../../experiments';
import type { Bench } from './bench';
import type { Comparison, ComparisonActions } from './comparison';
import type { Keeping } from './keeping';
import { leftBehind, onRecord } from './kept';
import { heldLocks } from './locks';
import type { Recorder } from './recorder';
import { withNotice } from './reduce';

type KeptActions = Omit<
  ComparisonActions,
  'queueExperiment' | 'pauseExperiment' | 'resumeExperiment' | 'cancelExperiment'
>;

export interface KeptRuns {
  actions: KeptActions;
  /** Reads the list of what is kept; runs that a closed page left half done are told apart, or wait in the queue again. */
  open(): Promise<void>;
  /** Offers to go on with the last run that was interrupted. */
  offer(): void;
}

export function createKeptRuns({ get, set, attempt, forget }: Bench, recorder: Recorder, keeping: Keeping): KeptRuns {
  const reading = new Set<string>();

  function change(next: (comparison: Comparison) => Comparison): void {
    set({ comparison: next(get().comparison) });
  }

  async function changeRecord(id: string, next: (record: RunRecord) => RunRecord): Promise<void> {
    change((comparison) => onRecord(comparison, id, next));
    const record = get().comparison.records.find((known) => known.id === id);
    if (record !== undefined) await recorder.write((store) => store.putRecord(record));
  }

  const actions: KeptActions = {
    showComparison: (chosen) => change((comparison) => ({ ...comparison, ...chosen })),

    async readRuns(ids) {
      const { store } = recorder;
      const missing = ids.filter((id) => get().comparison.kept[id] === undefined && !reading.has(id));
      if (store === null || missing.length === 0) return;
      for (const id of missing) reading.add(id);
      await attempt('storage', 'A run could not be read', async () => {
        const read = await Promise.allSettled(
          missing.map(async (id) => {
            const [curves, snapshots, pictures] = await Promise.all([
              store.curves(id),
              store.snapshots(id),
              store.pictures(id).then(keeping.show),
            ]);
            return [id, { curves, snapshots, pictures }] as const;
          }),
        );
        // All at once, so that charts of twenty runs are drawn once.
        const runs = read.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
        change((comparison) => ({ ...comparison, kept: { ...comparison.kept, ...Object.fromEntries(runs) } }));
        const failed = read.find((run) => run.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
      });
      for (const id of missing) reading.delete(id);
    },

    renameRun: (id, name) => changeRecord(id, (record) => ({ ...record, name })),
    tagRun: (id, tags) => changeRecord(id, (record) => ({ ...record, tags: [...tags] })),

    async deleteRuns(ids) {
      await purge();
      const { records } = get().comparison;
      const gone = records.filter(({ id, status }) => ids.includes(id) && status !== 'running').map(({ id }) => id);
      change((comparison) => ({
        ...comparison,
        selected: comparison.selected.filter((id) => !gone.includes(id)),
        undoable: gone,
      }));
      const deleted = new Date().toISOString();
      await Promise.all(gone.map((id) => changeRecord(id, (record) => ({ ...record, deleted }))));
    },

    async undoDelete() {
      const back = get().comparison.undoable;
      change((comparison) => ({ ...comparison, undoable: [] }));
      await Promise.all(back.map((id) => changeRecord(id, (record) => ({ ...record, deleted: null }))));
    },

    async exportRuns(ids) {
      await recorder.flush();
      return attempt('storage', 'The runs could not be exported', async () => {
        const { store } = recorder;
        if (store === null) throw new Error('This browser keeps no runs, so there is nothing to export from.');
        const runs = await Promise.all(ids.map((id) => store.stored(id)));
        const { experiments } = get().comparison;
        return writeBundle(runs, {
          lab: import.meta.env.VITE_LAB_VERSION,
          created: new Date().toISOString(),
          experiments,
        });
      });
    },

    async importRuns(files) {
      forget('storage');
      // What was deleted before would count as known.
      await purge();
      for (const file of files) {
        await attempt('storage', `${file.name} was not imported`, async () => {
          const { store } = recorder;
          if (store === null) throw new Error('This browser keeps no runs, so none can be imported.');
          const imported = await readRuns(file);
          const { comparison } = get();
          const clashing = imported.runs.map(({ record: { id } }) => id).filter((id) => isKnown(comparison, id));
          const curves = new Map(await Promise.all(clashing.map(async (id) => [id, await store.curves(id)] as const)));
          const known = { curves, experiments: new Set(comparison.experiments.map(({ id }) => id)) };
          const { runs, experiments } = renamedApart(imported, known);
          for (const run of runs) await store.putStored(run);
          for (const experiment of experiments) await store.putExperiment(experiment);
          change((now) => ({
            ...now,
            records: byDate([...runs.map(({ record }) => record), ...now.records]),
            experiments: byDate([...experiments, ...now.experiments]),
          }));
          set({ announcement: `${runs.length} runs imported from ${file.name}` });
        });
      }
    },
  };

  /** Deletes for good what was deleted before. */
  async function purge(): Promise<void> {
    const gone = new Set(get().comparison.undoable);
    if (gone.size === 0) return;
    change(({ records, undoable: _, ...rest }) => ({
      ...rest,
      records: records.filter(({ id }) => !gone.has(id)),
      undoable: [],
    }));
    await recorder.write((store) => store.remove([...gone]));
  }

  return {
    actions,
    offer() {
      const { records } = get().comparison;
      const run = records.find(({ status, checkpoint }) => status === 'interrupted' && checkpoint !== null);
      if (run === undefined || run !== records.find(({ experiment }) => experiment === null)) return;
      const title = `${run.name} was interrupted`;
      const message = `Its last checkpoint is of step ${run.checkpoint} of ${run.config.steps}; from there it goes on as if nothing had happened.`;
      set(withNotice(get(), { source: 'run', title, message, resume: run.id }));
    },
    async open() {
      try {
        const store = await keeping.open({
          onClosed(error) {
            recorder.store = null;
            change((comparison) => ({ ...comparison, storage: 'unavailable' }));
            set(withNotice(get(), { source: 'storage', title: 'Runs are no longer kept', message: error.message }));
          },
        });
        const [records, experiments, held] = await Promise.all([store.records(), store.experiments(), heldLocks()]);
        const gone = records.filter(({ deleted }) => deleted !== null).map(({ id }) => id);
        if (gone.length > 0) await store.remove(gone);
        const kept = records
          .filter(({ deleted }) => deleted === null)
          .map((record) =>
            record.status === 'running' && !held.has(`run ${record.id}`) ? leftBehind(record) : record,
          );
        recorder.store = store;
        change((comparison) => ({
          ...comparison,
          storage: 'ready',
          records: byDate([...comparison.records, ...kept]),
          experiments,
        }));
      } catch {
        change((comparison) => ({ ...comparison, storage: 'unavailable' }));
      }
    },
  };
}

function isKnown({ records }: Comparison, id: string): boolean {
  return records.some((record) => record.id === id);
}

function byDate<T extends { created: string }>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => (a.created < b.created ? 1 : -1));
}
