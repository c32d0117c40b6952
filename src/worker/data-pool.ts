/**
 * @file The data workers: one pool for a data set, and a queue of batches that runs ahead of the engine.
 */
import { proxy, type Remote, wrap } from 'comlink';
import { type Batch, type Rejection, type Split, trainIndices, type VocSet } from '../data';
import type { RunConfig } from '../experiments';
import type { AnchorSpec } from '../ssd';
import type { BatchRequest, DataWorkerApi, SourceDescription } from './data.worker';

/** Batches under way or ready at a time; enough to hide a slow image, few enough to stop quickly. */
const batchesAhead = 4;

export class DataPool {
  readonly #workers: Remote<DataWorkerApi>[];
  readonly #onRejected: (rejected: readonly Rejection[]) => void;
  #next = 0;

  /** @param onRejected hears of images that turn out not to decode when a batch needs them */
  constructor(
    onRejected: (rejected: readonly Rejection[]) => void,
    workers = Math.max(1, Math.min(4, navigator.hardwareConcurrency >> 2)),
  ) {
    this.#onRejected = onRejected;
    this.#workers = Array.from({ length: workers }, (_, i) => {
      const worker = new Worker(new URL('./data.worker.ts', import.meta.url), { type: 'module', name: `data ${i}` });
      return wrap<DataWorkerApi>(worker);
    });
  }

  /** The worker for single jobs: import, display, statistics. */
  get first(): Remote<DataWorkerApi> {
    return this.#workers[0];
  }

  /** Opens a source in every worker. @returns its classes */
  async open(description: SourceDescription): Promise<string[]> {
    const [classes] = await Promise.all(this.#workers.map((worker) => worker.open(description)));
    return classes;
  }

  /** Reads a VOC set in one worker; `cancelImport` stops it. */
  importVoc(
    files: { path: string; file: File }[],
    lists: { train: string; val: string },
    onProgress: (done: number, total: number | null) => void,
  ): Promise<VocSet> {
    return this.first.importVoc(files, lists, proxy(onProgress));
  }

  async batch(request: BatchRequest): Promise<Batch> {
    const worker = this.#workers[this.#next];
    this.#next = (this.#next + 1) % this.#workers.length;
    const batch = await worker.batch(request);
    if (batch.rejected.length > 0) this.#onRejected(batch.rejected);
    return batch;
  }

  /** Batches of a split in order, prepared as validation does, the next ones under way while one is used. */
  async *inOrder(split: Split, images: number, batch: number, anchors: AnchorSpec): AsyncGenerator<Batch, void> {
    const starts = Array.from({ length: Math.ceil(images / batch) }, (_, i) => i * batch);
    const request = (from: number) => {
      const indices = Int32Array.from({ length: Math.min(batch, images - from) }, (_, i) => from + i);
      return this.batch({ split, indices, anchors, augment: null, seedWords: [] });
    };
    const queue = new Queue((position) => request(starts[position]), starts.length);
    for (let i = 0; i < starts.length; i++) yield queue.take(i);
  }

  /** The training batch of any step, counted from 1: a function of the run's seed and the step alone. */
  trainingBatches(config: RunConfig, images: number, anchors: AnchorSpec): (step: number) => Promise<Batch> {
    const order = epochOrder(config.seed, images);
    const request = (step: number): Promise<Batch> => {
      const first = (step - 1) * config.batch;
      const indices = Int32Array.from({ length: config.batch }, (_, i) => order(first + i));
      const seedWords = [config.seed, 'augment', step];
      return this.batch({ split: 'train', indices, anchors, augment: config.augment, seedWords });
    };
    const queue = new Queue(request, config.steps + 1);
    return (step) => queue.take(step);
  }
}

/** Asks for positions ahead of the one taken. Positions may jump, as a restored checkpoint does. */
class Queue {
  readonly #request: (position: number) => Promise<Batch>;
  readonly #end: number;
  readonly #pending = new Map<number, Promise<Batch>>();

  /** @param end the first position that does not exist */
  constructor(request: (position: number) => Promise<Batch>, end: number) {
    this.#request = request;
    this.#end = end;
  }

  take(position: number): Promise<Batch> {
    for (const key of this.#pending.keys()) {
      if (key < position || key > position + batchesAhead) this.#pending.delete(key);
    }
    for (let p = position; p < Math.min(position + batchesAhead, this.#end); p++) {
      if (this.#pending.has(p)) continue;
      const batch = this.#request(p);
      // A failure is met by whoever takes this position; until then it must not count as unhandled.
      batch.catch(() => {});
      this.#pending.set(p, batch);
    }
    const taken = this.#pending.get(position) as Promise<Batch>;
    this.#pending.delete(position);
    return taken;
  }
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
