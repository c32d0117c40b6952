/**
 * @file Keeps runs while they are trained: their records and curves every few seconds, their detections and images as
 * they come. What cannot be kept is told once; the run goes on.
 */
import type { RunRecord, RunStore } from '../../experiments';
import type { LabEvent } from '../../worker';
import type { Bench } from './bench';
import type { Keeping } from './keeping';
import { onKept, snapshotOf } from './kept';
import { withNotice } from './reduce';

/** Milliseconds between two writings of a run that is trained: as much is lost when the tab is closed at the worst moment. */
const every = 3000;

export class Recorder {
  readonly #bench: Pick<Bench, 'get' | 'set'>;
  readonly #keeping: Keeping;
  /** Null while it is opened, and where the browser keeps nothing. */
  store: RunStore | null = null;
  readonly #dirty = new Set<string>();
  readonly #pictured = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #told = false;

  constructor(bench: Pick<Bench, 'get' | 'set'>, keeping: Keeping) {
    this.#bench = bench;
    this.#keeping = keeping;
  }

  /** Sees every event after the state has changed, and before the pixels of detections are freed. */
  see(event: LabEvent): void {
    if (!('run' in event) || this.#recordOf(event.run) === undefined) return;
    if (event.type === 'detections') {
      void this.#keepSnapshot(event);
      return;
    }
    this.#mark(event.run);
    if (event.type === 'run-ended') void this.flush();
  }

  /** Writes what has changed. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const ids = [...this.#dirty];
    this.#dirty.clear();
    await Promise.all(
      ids.map(async (id) => {
        const record = this.#recordOf(id);
        const kept = this.#bench.get().comparison.kept[id];
        if (record === undefined || kept === undefined) return;
        const written = await this.write(async (store) => {
          await store.putCurves(id, kept.curves);
          await store.putRecord(record);
        });
        if (!written) this.#mark(id);
      }),
    );
  }

  /** Has a run written soon. One that could not be is tried again, though it may have ended: there may be room by then. */
  #mark(id: string): void {
    this.#dirty.add(id);
    this.#timer ??= setTimeout(() => void this.flush(), every);
  }

  /**
   * Writes, if anything is kept here. A failure is told once, until something can be written again.
   *
   * @returns false after a failure
   */
  async write(work: (store: RunStore) => Promise<void>): Promise<boolean> {
    if (this.store === null) return true;
    const { get, set } = this.#bench;
    const title = 'Runs are not kept at the moment';
    try {
      await work(this.store);
      if (this.#told) set({ notices: get().notices.filter((notice) => notice.title !== title) });
      this.#told = false;
      return true;
    } catch (error) {
      if (this.#told) return false;
      this.#told = true;
      set(withNotice(get(), { source: 'storage', title, message: (error as Error).message }));
      return false;
    }
  }

  #recordOf(id: string): RunRecord | undefined {
    return this.#bench.get().comparison.records.find((record) => record.id === id);
  }

  async #keepSnapshot(event: Extract<LabEvent, { type: 'detections' }>): Promise<void> {
    const { run, images } = event;
    if (!this.#pictured.has(run)) {
      this.#pictured.add(run);
      // Drawn now: the pixels are freed when the event has been dealt with.
      const drawn = images.map((image) => this.#keeping.draw(image));
      const pictures = await Promise.all(drawn);
      const views = await this.#keeping.show(pictures);
      const { get, set } = this.#bench;
      set({ comparison: onKept(get().comparison, run, (kept) => ({ ...kept, pictures: views })) });
      await this.write((store) => store.putPictures(run, pictures));
    }
    await this.write((store) => store.putSnapshot(run, snapshotOf(event)));
  }
}
