/**
 * @file The loss sums of the last steps, kept on the device in a ring and read several steps at a time: each read of a
 * GPU waits for the work queued before it, and one a step would leave it idle while the next step is recorded.
 */
import { dispose, queuesWork, read, storeRow, type Tensor, tensor, write } from '../engine';

/** Steps that a GPU may be ahead of the last read. At 2 ms a step a reader that comes four times a second keeps up. */
const gpuSteps = 128;

interface Unread {
  row: number;
  resolve(sums: Promise<Float32Array>): void;
}

export class LossRing {
  /** Where reading is free it is done at every step, so that a bad loss stops the run at once. */
  readonly #capacity = queuesWork() ? gpuSteps : 1;
  #rows: Tensor | null = null;
  /** The row of the step that is queued next, on the device. */
  readonly #row = tensor(new Int32Array(1), [1]);
  #next = 0;
  #unread: Unread[] = [];

  /** True if one more step would overwrite one that was not read. */
  get full(): boolean {
    return this.#unread.length === this.#capacity;
  }

  /** Makes room for batches of this size. Rows that hold another size must have been read. */
  reserve(batch: number): void {
    if (this.#rows?.shape[1] === batch * 4) return;
    this.#free();
    this.#rows = tensor(new Float32Array(this.#capacity * batch * 4), [this.#capacity, batch * 4]);
  }

  /** Says, before a step is queued, where its sums go. */
  place(): void {
    write(this.#row, Int32Array.of(this.#next));
  }

  /** Stores the sums of a step, as part of it. @param sums f32[B, 4]; stays the caller's */
  store(sums: Tensor): void {
    storeRow(this.#rows as Tensor, this.#row, sums);
  }

  /** Keeps what a step has stored. @returns resolves to its sums once `read` is called */
  keep(): Promise<Float32Array> {
    const row = this.#next;
    this.#next = (row + 1) % this.#capacity;
    return new Promise((resolve) => this.#unread.push({ row, resolve }));
  }

  /** Reads all that was not read. Work may be queued, and rows overwritten, before the answer is there. */
  read(): void {
    if (this.#unread.length === 0) return;
    const rows = this.#rows as Tensor;
    const width = rows.shape[1] as number;
    const values = read(rows) as Promise<Float32Array>;
    for (const { row, resolve } of this.#unread) {
      resolve(values.then((all) => all.subarray(row * width, (row + 1) * width)));
    }
    this.#unread = [];
  }

  dispose(): void {
    this.#free();
    dispose(this.#row);
  }

  #free(): void {
    if (this.#rows) dispose(this.#rows);
    this.#rows = null;
  }
}
