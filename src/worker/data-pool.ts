/**
 * @file The data workers: one pool for a data set, and what they are asked for.
 */
import { type Remote, wrap } from 'comlink';
import { type Batch, cacheBudget, type Rejection, type Repairs, type Split, trainIndices, type VocSet } from '../data';
import type { RunConfig } from '../experiments';
import type { AnchorSpec } from '../ssd';
import { BatchQueue } from './batch-queue';
import type { BatchRequest, DataWorkerApi, ReadVoc, SourceDescription, VocLists } from './data.worker';
import type { SeenImage } from './protocol';
import { type OnProgress, reporting } from './reporting';

/** Batches under way or ready beyond one a worker: enough to hide a slow image, few enough to stop quickly. */
const batchesSpare = 3;

/**
 * A worker makes 16 scenes with all augmentation in 26 ms, which the engine takes 90 ms to train on with both threads of
 * two cores: one will do there. More cores make the engine faster, and a GPU leaves all of them free.
 */
const usefulWorkers = Math.max(1, Math.min(6, navigator.hardwareConcurrency >> 1));

interface DataWorker {
  remote: Remote<DataWorkerApi>;
  /** Batches asked for and not yet made. */
  busy: number;
}

export class DataPool {
  readonly #workers: readonly DataWorker[];
  readonly #onRejected: (rejected: readonly Rejection[]) => void;

  /** @param onRejected hears of images that turn out not to decode when a batch needs them */
  constructor(onRejected: (rejected: readonly Rejection[]) => void) {
    this.#onRejected = onRejected;
    this.#workers = Array.from({ length: usefulWorkers }, (_, i) => {
      const worker = new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module', name: `data ${i}` });
      return { remote: wrap<DataWorkerApi>(worker), busy: 0 };
    });
  }

  /** The worker for single jobs: import, display, statistics. */
  get first(): Remote<DataWorkerApi> {
    return this.#workers[0].remote;
  }

  /** Opens a source in every worker, each with its share of the cache. @returns its classes */
  async open(description: SourceDescription): Promise<string[]> {
    const cacheBytes = Math.floor(cacheBudget / this.#workers.length);
    const [classes] = await Promise.all(this.#workers.map(({ remote }) => remote.open(description, cacheBytes)));
    return classes;
  }

  /** Reads a VOC set in one worker; `cancelImport` stops it. */
  importVoc(files: { path: string; file: File }[], lists: VocLists, onProgress: OnProgress): Promise<ReadVoc> {
    return reporting(onProgress, (report) => this.first.importVoc(files, lists, report));
  }

  /** Opens a set that the browser keeps, as if it had just been imported. */
  openStored(id: string, lists: VocLists | null, onProgress: OnProgress) {
    return reporting(onProgress, (report) => this.first.openStored(id, lists, report));
  }

  /** Keeps the set that was read last in the browser; `cancelKeeping` stops it. @param onProgress called with bytes */
  keep(name: string, lists: VocLists, onProgress: OnProgress): Promise<void> {
    return reporting(onProgress, (report) => this.first.keep(name, lists, report));
  }

  /** The VOC set that was read last, with these repairs and no others. */
  repair(repairs: Repairs): Promise<VocSet> {
    return this.first.repair(repairs);
  }

  /** Makes a batch in the worker that has the fewest to make. */
  async batch(request: BatchRequest): Promise<Batch> {
    const worker = this.#workers.reduce((idlest, other) => (other.busy < idlest.busy ? other : idlest));
    worker.busy++;
    try {
      const batch = await worker.remote.batch(request);
      if (batch.rejected.length > 0) this.#onRejected(batch.rejected);
      return batch;
    } finally {
      worker.busy--;
    }
  }

  /** Batches of a split in order, prepared as validation does, the next ones under way while one is used. */
  async *inOrder(split: Split, images: number, batch: number, anchors: AnchorSpec): AsyncGenerator<Batch, void> {
    const starts = Array.from({ length: Math.ceil(images / batch) }, (_, i) => i * batch);
    const request = (from: number) => {
      const indices = Int32Array.from({ length: Math.min(batch, images - from) }, (_, i) => from + i);
      return this.batch({ split, indices, anchors, augment: null, seedWords: [], exclude: [] });
    };
    const queue = this.#queue((position) => request(starts[position]), starts.length);
    for (let i = 0; i < starts.length; i++) yield queue.take(i);
  }

  /** The training batches by step, counted from 1: each is a function of the run's seed and the step alone. */
  trainingBatches(config: RunConfig, images: number, anchors: AnchorSpec): BatchQueue {
    const request = trainingRequest(config, images, anchors);
    return this.#queue((step) => this.batch(request(step)), config.steps + 1);
  }

  /** What the training batch of a step is made from. The bitmaps are the caller's to close. */
  seen(config: RunConfig, images: number, anchors: AnchorSpec, step: number): Promise<SeenImage[]> {
    return this.first.seen(trainingRequest(config, images, anchors)(step));
  }

  #queue(request: (position: number) => Promise<Batch>, end: number): BatchQueue {
    return new BatchQueue(request, end, this.#workers.length + batchesSpare);
  }
}

function trainingRequest(config: RunConfig, images: number, anchors: AnchorSpec): (step: number) => BatchRequest {
  const { seed, batch, augment, exclude } = config;
  const order = epochOrder(seed, images);
  return (step) => {
    const indices = Int32Array.from({ length: batch }, (_, i) => order((step - 1) * batch + i));
    return { split: 'train', indices, anchors, augment, seedWords: [seed, 'augment', step], exclude };
  };
}

/** The image at a position of the endless training sequence; every epoch is a shuffle of its own. */
function epochOrder(seed: number, images: number): (position: number) => number {
  const epochs = new Map<number, Int32Array>();
  return (position) => {
    const epoch = Math.floor(position / images);
    const indices = epochs.get(epoch) ?? trainIndices(seed, epoch, images);
    epochs.set(epoch, indices);
    // The queue runs ahead by a few batches, so the epoch before may still be asked for.
    for (const old of epochs.keys()) if (old < epoch - 1) epochs.delete(old);
    return indices[position % images];
  };
}
