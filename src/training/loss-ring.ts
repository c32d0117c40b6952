/**
 * @file The loss sums of the last steps, kept on the device in a ring and read several steps at a time: each read of a
 * GPU waits for the work queued before it, and one a step would leave it idle while the next step is recorded.
 */
import { dispose, queuesWork, read, storeRow, type Tensor, tensor } from '../engine';

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
  #next = 0;
  #unread: Unread[] = [];

  /** True if one more step would overwrite one that was not read. */
  get full(): boolean {
    return this.#unread.length === this.#capacity;
  }

  /** Makes room for batches of this size. Rows that hold another size must have been read. */
  reserve(batch: number): void {
    if (this.#rows?.shape[1] === batch * 4) return;
    this.dispose();
    this.#rows = tensor(new Float32Array(this.#capacity * batch * 4), [this.#capacity, batch * 4]);
  }

  /**
   * Keeps the sums of a step.
   *
   * @param sums f32[B, 4]; stays the caller's
   * @returns    resolves to them once `read` is called
   */
  push(sums: Tensor): Promise<Float32Array> {
    const row = this.#next;
    this.#next = (row + 1) % this.#capacity;
    this.overwrite(row, sums);
    return new Promise((resolve) => this.#unread.push({ row, resolve }));
  }

  /** Stores sums without a record of them. */
  overwrite(row: number, sums: Tensor): void {
    storeRow(this.#rows as Tensor, row, sums);
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
    if (this.#rows) dispose(this.#rows);
    this.#rows = null;
  }
}
