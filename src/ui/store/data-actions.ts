/** @file Commands of the data set: the built-in scenes, the reader's own VOC data, and leafing through samples. */
import { changed, defaultView, type RunConfig } from '../../experiments';
import type { DataSource, DataSummary, SampleRequest } from '../../worker';
import { type Bench, release } from './bench';
import { type Browse, isActive, type Lists, type Repairs, samplesPerPage } from './state';

export interface DataFile {
  path: string;
  file: File;
}
/** Lists files, reporting how many it has found so far. */
export type FileReader = (found: (files: number) => void, signal: AbortSignal) => Promise<DataFile[]>;

export interface DataActions {
  loadConfiguredData(): Promise<void>;
  chooseScenes(): Promise<void>;
  /** Imports the reader's files; the current set stays until the import has succeeded. */
  importVoc(read: FileReader): Promise<void>;
  setLists(lists: Lists): void;
  /** Reads the files brought before once more, with the lists as they are now. */
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

export function dataActions({ api, get, set, attempt, forget }: Bench): DataActions {
  let files: DataFile[] = [];
  let reading = new AbortController();
  let loads = 0;
  let leafs = 0;

  /**
   * Loads one source after another was asked for last: the newest wins, and an import under way is stopped.
   *
   * @param adapt what the new set changes in the configuration, which the reader may have edited in the meantime
   */
  async function load(source: DataSource, adapt: (config: RunConfig) => RunConfig = (config) => config): Promise<void> {
    const turn = ++loads;
    if (get().dataStatus === 'loading' && get().progress?.cancellable) await api.cancel().catch(() => {});
    set({ dataStatus: 'loading' });
    forget('data');
    const summary = await attempt('data', 'The data could not be loaded', async () => {
      const loaded = await api.loadData(source);
      const repairs = get().repairs.at(-1);
      // The same files again, as after a lost worker, are as they were repaired.
      return source.kind === 'voc' && repairs !== undefined ? api.repair(repairs) : loaded;
    });
    if (turn !== loads) return;
    if (summary === null) {
      const { data } = get();
      set({ dataStatus: data === null ? 'failed' : 'ready', progress: null });
      return;
    }
    await show(summary, adapt);
  }

  async function show(summary: DataSummary, adapt: (config: RunConfig) => RunConfig): Promise<void> {
    const shown = summary.total.images;
    const { data: before, view } = get();
    // The first set is the one that the link speaks of; another one has other images.
    const kept = before === null ? view : { ...view, ...ofData, weights: 'fresh' as const };
    set({ dataStatus: 'ready', data: summary, config: adapt(get().config), progress: null, view: kept });
    set({ announcement: `${summary.name}: ${shown} images, ${summary.rejected.length} refused` });
    await Promise.all([actions.browse({ page: 0, className: null, bin: null }), loadPreview()]);
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
      else if (files.length > 0) await load({ kind: 'voc', files, train: config.data.train, val: config.data.val });
      else set({ dataStatus: 'awaiting-files', data: null, lists: { train: config.data.train, val: config.data.val } });
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
      files = listed;
      const { data, repairs } = get();
      set({ repairs: [] });
      await actions.importAgain();
      if (get().data === data) set({ repairs });
    },

    setLists: (lists) => set({ lists }),

    async importAgain() {
      const { lists, status } = get();
      if (files.length === 0 || isActive(status)) return;
      await load({ kind: 'voc', files, ...lists }, (config) => {
        const adapted = config.data.kind === 'voc' ? config : changed(config, 'data.kind', 'voc');
        return { ...adapted, data: { kind: 'voc', ...lists } };
      });
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
