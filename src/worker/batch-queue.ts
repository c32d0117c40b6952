/**
 * @file Batches that are made ahead of the one that is used.
 */
import type { Batch } from '../data';

/** Asks for positions ahead of the one taken. Positions may jump, as a restored checkpoint does. */
export class BatchQueue {
  readonly #request: (position: number) => Promise<Batch>;
  readonly #end: number;
  readonly #ahead: number;
  readonly #pending = new Map<number, Promise<Batch>>();

  /**
   * @param end   the first position that does not exist
   * @param ahead batches under way or ready at most, with the one that is taken
   */
  constructor(request: (position: number) => Promise<Batch>, end: number, ahead: number) {
    this.#request = request;
    this.#end = end;
    this.#ahead = ahead;
  }

  /** The batch of a position; the ones after it are asked for at once. */
  take(position: number): Promise<Batch> {
    this.prepare(position);
    const taken = this.#pending.get(position) as Promise<Batch>;
    this.#pending.delete(position);
    return taken;
  }

  /** Asks for the batch of a position and those after it, before it is taken. */
  prepare(position: number): void {
    for (const key of this.#pending.keys()) {
      if (key < position || key >= position + this.#ahead) this.#pending.delete(key);
    }
    for (let p = position; p < Math.min(position + this.#ahead, this.#end); p++) {
      if (this.#pending.has(p)) continue;
      const batch = this.#request(p);
      // A failure is met by whoever takes this position; until then it must not count as unhandled.
      batch.catch(() => {});
      this.#pending.set(p, batch);
    }
  }
}

/** Asks once a step, however many models train on its batch. */
export function shared<T>(request: (step: number) => Promise<T>): (step: number) => Promise<T> {
  let known: { step: number; batch: Promise<T> } | null = null;
  return (step) => {
    if (known?.step !== step) known = { step, batch: request(step) };
    return known.batch;
  };
}
