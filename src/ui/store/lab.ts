/**
 * @file The lab as the page drives it: one store, the commands that change it, and the worker behind them.
 *
 * No React and no DOM, so that it runs and is tested anywhere.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunConfig, View } from '../../experiments';
import type { DoctorApi, InspectApi, LabApi, LabEvent } from '../../worker';
import { type Bench, release } from './bench';
import type { ComparisonActions } from './comparison';
import { createKeptRuns } from './comparison-actions';
import { type DataActions, dataActions } from './data-actions';
import { browserKeeping, type Keeping } from './keeping';
import { createPrepare } from './prepare';
import { createQueue } from './queue';
import { Recorder } from './recorder';
import { reduce, withNotice } from './reduce';
import { type RunActions, runActions } from './run-actions';
import { type SettingActions, settingActions } from './setting-actions';
import { createStarter } from './start-runs';
import { initialState, isActive, type LabState, type PanelId } from './state';
import { type ViewActions, viewActions } from './view-actions';

export type LabActions = DataActions & RunActions & SettingActions & ViewActions & ComparisonActions;

export interface Lab {
  store: StoreApi<LabState>;
  actions: LabActions;
  /** Questions about the model; the answers are the asker's. */
  inspect: InspectApi & DoctorApi & Pick<LabApi, 'faultyBatch'>;
  /** Connects to the worker, opens the engine and loads the data of the configuration. */
  open(): Promise<void>;
}

/** Events that arrive within this time are put into the store together, so that the page renders once. */
const batchMs = 40;

/** @param start what the link asks for, and what of it could not be read */
export function createLab(
  api: LabApi,
  start: { config: RunConfig; problems: string[]; panel: PanelId; view: View },
  keeping: Keeping = browserKeeping,
): Lab {
  const store = createStore<LabState>()(() => initialState(start.config, start.panel, start.view));
  const { getState: get, setState: set } = store;
  const bench: Bench = {
    api,
    get,
    set,
    until: (is) =>
      new Promise((resolve) => {
        if (is(get())) return resolve();
        const stop = store.subscribe((state) => {
          if (!is(state)) return;
          stop();
          resolve();
        });
      }),
    forget: (source) => set((state) => ({ notices: state.notices.filter((notice) => notice.source !== source) })),
    async attempt(source, title, command) {
      try {
        return await command();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        set((state) => withNotice(state, { source, title, message }));
        return null;
      }
    },
  };
  const recorder = new Recorder(bench, keeping);
  const starter = createStarter(bench, recorder);
  const data = dataActions(bench, keeping);
  const settings = settingActions(bench, data);
  const prepare = createPrepare(bench, data, settings);
  const queue = createQueue({ bench, recorder, starter, prepare });
  const keptRuns = createKeptRuns(bench, recorder, keeping);
  const comparison = { ...queue.actions, ...keptRuns.actions };
  const actions: LabActions = {
    ...data,
    ...runActions(bench, { starter, prepare, comparison }),
    ...settings,
    ...viewActions(bench),
    ...comparison,
  };
  actions.reportLink(start.problems);

  async function keepAll(): Promise<void> {
    await Promise.all([recorder.flush(), isActive(get().status) ? api.checkpoint().catch(() => {}) : null]);
  }

  /** The worker is a new one: engine and data are opened again, and what was under way waits, or goes on in its queue. */
  async function recover(): Promise<void> {
    await Promise.all([actions.openEngine(), actions.loadConfiguredData()]);
    keptRuns.offer();
    void queue.drain();
  }
  return {
    store,
    actions,
    inspect: api,
    async open() {
      api.subscribe(batched(store, recorder, () => void recover()));
      // A hidden page may be closed without another word.
      globalThis.document?.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') void keepAll();
      });
      globalThis.addEventListener?.('pagehide', () => void keepAll());
      await Promise.all([actions.openEngine(), actions.loadConfiguredData(), actions.listStored(), keptRuns.open()]);
      keptRuns.offer();
      void queue.drain();
    },
  };
}

function batched(store: StoreApi<LabState>, recorder: Recorder, onLost: () => void): (event: LabEvent) => void {
  const queue: LabEvent[] = [];
  return (event) => {
    if (queue.length === 0) setTimeout(flush, batchMs);
    queue.push(event);
  };

  /** Events that bring images or a report end a batch: each is rendered in a task of its own, so none blocks for long. */
  function flush(): void {
    const end = queue.findIndex(({ type }) => type === 'detections' || type === 'eval' || type === 'data');
    const events = end < 0 ? queue.splice(0) : queue.splice(0, end + 1);
    if (queue.length > 0) setTimeout(flush);
    const before = store.getState();
    store.setState(events.reduce(reduce, before));
    for (const event of events) recorder.see(event);
    if (events.some(({ type }) => type === 'lost')) onLost();
    releaseUnused(events, before, store.getState());
  }
}

/** Detections that were replaced, or that came after their run was reset, give back their pixels. */
function releaseUnused(events: readonly LabEvent[], before: LabState, after: LabState): void {
  const brought = events.flatMap((event) => (event.type === 'detections' ? [event.images] : []));
  const held = before.run?.detections ? [before.run.detections.images] : [];
  for (const images of [...held, ...brought]) if (images !== after.run?.detections?.images) release(images);
}
