/** @file Locks that all tabs of the lab share, so that no two train one run or take turns in one queue. */

/** Holds a lock while work is done; it waits for a tab that has it. Without locks, as in tests, the work is just done. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return work();
  return locks.request(`ssd-lab ${name}`, work) as Promise<T>;
}

/** The names of the locks that some tab holds. */
export async function heldLocks(): Promise<Set<string>> {
  const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
  return new Set(held.map(({ name = '' }) => name.replace(/^ssd-lab /, '')));
}
