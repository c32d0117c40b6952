/**
 * @file One thing at a time on the engine: a step of training, or an answer to a question about the model, in the order
 * in which they were asked for. So a question never sees half a step, and a step leaves no tensor of another behind.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a task when all before it have ended, however they ended. A task that takes a turn itself would wait forever. */
  take<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }
}
