/** @file Commands of the data set: the built-in scenes, the reader's own VOC data, and leafing through samples. */
import { changed, defaultView, type RunConfig } from '../../experiments';
import type { DataSource, DataSummary, SampleRequest } from '../../worker';
import { type Bench, release } from './bench';
import type { Keeping, OpenSet } from './keeping';
import { withNotice } from './reduce';
import { type Browse, isActive, type Lists, type Repairs, samplesPerPage } from './state';

export interface DataFile {
  path: string;
  file: File;
}
/** Lists files, reporting how many it has found so far. */
export type FileReader = (found: (files: number) => void, signal: AbortSignal) => Promise<DataFile[]>;

/** What the reader chose as VOC data. */
type Brought = { kind: 'voc'; files: DataFile[] } | { kind: 'stored'; id: string };

export interface DataActions {
  loadConfiguredData(): Promise<void>;
  /**
   * Makes the files of a run current, as they were repaired for it, from what is open or kept.
   *
   * @param name what the run calls them
   * @returns false if they are not here; a notice says so
   */
  bringBack(set: OpenSet, name: string): Promise<boolean>;
  /** Opens a set that the browser keeps. */
  openStored(id: string): Promise<void>;
  /** Keeps the open VOC data in the browser. */
  keepData(): Promise<void>;
  cancelKeeping(): Promise<void>;
  removeStored(id: string): Promise<void>;
  /** Reads what the browser keeps of data sets. */
  listStored(): Promise<void>;
  chooseScenes(): Promise<void>;
  /** Imports the reader's files; the current set stays until the import has succeeded. */
  importVoc(read: FileReader): Promise<void>;
  setLists(lists: Lists): void;
  /** Reads the data brought before once more, with the lists as they are now. */
  importAgain(): Promise<void>;
  /** Examines the imported files with these repairs and no others; the files stay as they are. */
  repair(repairs: Repairs): Promise<void>;
  undoRepair(): Promise<void>;
  cancel(): Promise<void>;
  browse(change: Partial<Browse>): Promise<void>;
}

const previewImages = 8;
/** What a view says about the images of one data set. */
const { batch, image, object, anchor, drafts } = defaultView;
const ofData = { batch, image, object, anchor, drafts };

export function dataActions({ api, get, set, attempt, forget }: Bench, keeping: Keeping): DataActions {
  let brought: Brought | null = null;
  let reading = new AbortController();
  let loads = 0;
  let leafs = 0;

  /**
   * Loads one source after another was asked for last: the newest wins, and an import under way is stopped.
   *
   * @param adapt what the new set changes in the configuration, which the reader may have edited in the meantime
   */
  async function load(source: DataSource, adapt: Adapt = (config) => config): Promise<void> {
    const turn = ++loads;
    if (get().dataStatus === 'loading' && get().progress?.cancellable) await api.cancel().catch(() => {});
    set({ dataStatus: 'loading' });
    forget('data');
    const summary = await attempt('data', 'The data could not be loaded', async () => {
      const loaded = await api.loadData(source);
      const repairs = get().repairs.at(-1);
      // The same files again, as after a lost worker, are as they were repaired.
      return source.kind !== 'sprites' && repairs !== undefined ? api.repair(repairs) : loaded;
    });
    if (turn !== loads) return;
    if (summary === null) {
      const { data } = get();
      set({ dataStatus: data === null ? 'failed' : 'ready', progress: null });
      return;
    }
    await show(summary, adapt);
  }

  async function show(summary: DataSummary, adapt: Adapt): Promise<void> {
    const shown = summary.total.images;
    const { data: before, view } = get();
    // The first set is the one that the link speaks of; another one has other images.
    const kept = before === null ? view : { ...view, ...ofData, weights: 'fresh' as const };
    set({ dataStatus: 'ready', data: summary, config: adapt(get().config, summary), progress: null, view: kept });
    if (summary.identity) keeping.remember({ id: summary.identity.id, repairs: get().repairs.at(-1) ?? {} });
    set({ announcement: `${summary.name}: ${shown} images, ${summary.rejected.length} refused` });
    await Promise.all([
      actions.browse({ page: 0, className: null, bin: null }),
      loadPreview(),
      summary.identity && actions.listStored(),
    ]);
  }

  /** Loads what was brought. @param lists null for those that a kept set was kept with */
  async function loadBrought(lists: Lists | null): Promise<void> {
    if (brought === null) return;
    const source: DataSource =
      brought.kind === 'stored' ? { ...brought, lists } : { ...brought, ...(lists ?? get().lists) };
    await load(source, (config, summary) => {
      const chosen = summary.lists!;
      set({ lists: chosen });
      const adapted = config.data.kind === 'voc' ? config : changed(config, 'data.kind', 'voc');
      return { ...adapted, data: { kind: 'voc', ...chosen } };
    });
  }

  async function isStored(id: string): Promise<boolean> {
    await actions.listStored();
    return get().stored?.sets.some((known) => known.id === id) ?? false;
  }

  /** After a reload: the files that were open, if the browser keeps them. */
  async function recall(): Promise<void> {
    const remembered = keeping.remembered();
    if (remembered === null || !(await isStored(remembered.id))) return;
    const { id, repairs } = remembered;
    brought = { kind: 'stored', id };
    set({ repairs: historyOf(repairs) });
  }

  /** @param repairs one after another, the present ones last */
  async function repairTo(repairs: readonly Repairs[]): Promise<void> {
    if (isActive(get().status)) return;
    const turn = ++loads;
    set({ dataStatus: 'loading' });
    forget('data');
    const summary = await attempt('data', 'The repair failed', () => api.repair(repairs.at(-1) ?? {}));
    if (turn !== loads) return;
    if (summary === null) return set({ dataStatus: 'ready' });
    set({ repairs });
    await show(summary, (config) => config);
  }

  async function loadPreview(): Promise<void> {
    const views = await attempt('data', 'The val images could not be shown', () =>
      api.samples({ split: 'val', offset: 0, count: previewImages }),
    );
    release(get().preview);
    set({ preview: views ?? [] });
  }

  const actions: DataActions = {
    async loadConfiguredData() {
      const { config } = get();
      if (config.data.kind === 'sprites') await load({ kind: 'sprites', config: config.data, model: config.model });
      else {
        const { train, val } = config.data;
        if (brought === null) await recall();
        if (brought !== null) await loadBrought({ train, val });
        else set({ dataStatus: 'awaiting-files', data: null, lists: { train, val } });
      }
    },

    async bringBack({ id, repairs }, name) {
      const { data, config } = get();
      const lists = config.data.kind === 'voc' ? { train: config.data.train, val: config.data.val } : null;
      const isOpen = data?.identity?.id === id;
      if (!isOpen && !(await isStored(id))) {
        const title = 'The data of the run are not here';
        const message = `It trains on ${name}, which is neither open nor kept in this browser. Bring its files, then go on.`;
        set(withNotice(get(), { source: 'data', title, message }));
        return false;
      }
      if (!isOpen) {
        brought = { kind: 'stored', id };
        set({ repairs: historyOf(repairs) });
      }
      if (!isOpen || !sameEntries(data.lists, lists)) await loadBrought(lists);
      if (!sameEntries(get().repairs.at(-1) ?? {}, repairs)) await repairTo([...get().repairs, repairs]);
      return get().dataStatus === 'ready' && get().data?.identity?.id === id;
    },

    async openStored(id) {
      if (isActive(get().status)) return;
      const before = { brought, repairs: get().repairs, data: get().data };
      brought = { kind: 'stored', id };
      set({ repairs: [] });
      await loadBrought(null);
      if (get().data !== before.data) return;
      brought = before.brought;
      set({ repairs: before.repairs });
    },

    async keepData() {
      forget('storage');
      set({ keeping: { task: 'Keeping the data set', done: 0, total: null, etaMs: null, cancellable: true } });
      await keeping.persist();
      await attempt('storage', 'The data set is not kept', () => api.keepData());
      set({ keeping: null });
      await actions.listStored();
    },

    async cancelKeeping() {
      await attempt('storage', 'Cancel failed', () => api.cancelKeeping());
    },

    async removeStored(id) {
      forget('storage');
      await attempt('storage', 'The data set was not removed', async () => {
        await api.removeStored(id);
        if (brought?.kind === 'stored' && brought.id === id) brought = null;
      });
      await actions.listStored();
    },

    async listStored() {
      // Where storage is refused, nothing is kept and nothing is offered.
      set({ stored: (await api.storedSets().catch(() => null)) ?? null });
    },

    async chooseScenes() {
      if (isActive(get().status)) return;
      set({ config: changed(get().config, 'data.kind', 'sprites') });
      await actions.loadConfiguredData();
    },

    async importVoc(read) {
      if (isActive(get().status)) return;
      reading.abort();
      reading = new AbortController();
      const { signal } = reading;
      const found = (done: number) =>
        set({ progress: { task: 'Listing files', done, total: null, etaMs: null, cancellable: true } });
      const { dataStatus } = get();
      set({ panel: 'data', dataStatus: 'loading' });
      found(0);
      const listed = await attempt('data', 'The files could not be read', () => read(found, signal));
      if (signal.aborted || listed === null || listed.length === 0) {
        set({ dataStatus, progress: null });
        if (listed?.length === 0 && !signal.aborted) {
          const empty = 'The folder holds no files; expected VOCdevkit with Annotations and JPEGImages.';
          await attempt('data', 'Nothing to import', () => Promise.reject(new Error(empty)));
        }
        return;
      }
      brought = { kind: 'voc', files: listed };
      const { data, repairs } = get();
      set({ repairs: [] });
      await actions.importAgain();
      if (get().data === data) set({ repairs });
    },

    setLists: (lists) => set({ lists }),

    async importAgain() {
      const { lists, status } = get();
      if (!isActive(status)) await loadBrought(lists);
    },

    repair: (repairs) => repairTo([...get().repairs, repairs]),
    undoRepair: () => repairTo(get().repairs.slice(0, -1)),

    async cancel() {
      reading.abort();
      await attempt('data', 'Cancel failed', () => api.cancel());
    },

    async browse(change) {
      const turn = ++leafs;
      const browse = { ...get().browse, ...(isNewView(change) ? { page: 0 } : {}), ...change };
      set({ browse, samples: { ...get().samples, status: 'loading' } });
      const views = await attempt('data', 'The images could not be shown', () =>
        api.samples(requestOf(browse, get().config)),
      );
      if (turn !== leafs) return release(views ?? []);
      const old = get().samples.views;
      set({ samples: { status: views === null ? 'failed' : 'ready', views: views ?? [] } });
      release(old);
    },
  };
  return actions;
}

/** A configuration for data that were just loaded. */
type Adapt = (config: RunConfig, summary: DataSummary) => RunConfig;

/** The repairs as one step, which can be undone. */
function historyOf(repairs: Repairs): Repairs[] {
  return Object.keys(repairs).length === 0 ? [] : [repairs];
}

function sameEntries<T extends object>(a: T | null, b: T | null): boolean {
  const sorted = (value: T | null) => JSON.stringify(Object.entries(value ?? {}).sort());
  return sorted(a) === sorted(b);
}

/** Another split, class, bin or form begins at its first page. */
function isNewView(change: Partial<Browse>): boolean {
  return change.split !== undefined || change.className !== undefined || change.bin !== undefined;
}

function requestOf({ split, page, augmented, className, bin }: Browse, config: RunConfig): SampleRequest {
  return {
    split,
    offset: page * samplesPerPage,
    count: samplesPerPage,
    ...(augmented ? { augmented: config } : {}),
    ...(className === null ? {} : { className }),
    ...(bin === null ? {} : { bin }),
  };
}
