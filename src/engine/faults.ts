/**
 * @file Faults that arrive outside any call: uncaptured WebGPU errors and the loss of the device. Both are fatal for a
 * run, because what follows them computes on stale or empty data.
 */
const listeners = new Set<(error: Error) => void>();

/** Calls the listener at every fault from now on. @returns the function that ends it */
export function onEngineFault(listener: (error: Error) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells all listeners. */
export function reportFault(message: string): void {
  for (const listener of listeners) listener(new Error(message));
}
