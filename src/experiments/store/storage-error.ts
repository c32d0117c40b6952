/**
 * @file What can go wrong with the browser's storage, in words fit to be shown.
 */

/** `full`: no room is left. `refused`: the browser, or another tab, does not allow it. `damaged`: it cannot be read. */
export type StorageReason = 'full' | 'refused' | 'damaged';

export class StorageError extends Error {
  override name = 'StorageError';
  readonly reason: StorageReason;

  constructor(reason: StorageReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** By the name of the DOMException; every other name is damage. */
const reasons: Readonly<Record<string, StorageReason>> = {
  QuotaExceededError: 'full',
  SecurityError: 'refused',
  NotAllowedError: 'refused',
  InvalidStateError: 'refused',
  VersionError: 'refused',
  NoModificationAllowedError: 'refused',
};

const advice: Readonly<Record<StorageReason, string>> = {
  full: 'the storage of this browser is full; delete runs or make room on the disk',
  refused: 'this browser does not allow it; a private window, blocked site data or another tab of the lab may be why',
  damaged: 'the storage of this browser cannot be read or written; reload the page, and export what can still be read',
};

/**
 * Does work on the storage.
 *
 * @param what what is done, such as `put the weights of run 7f3a`
 * @throws StorageError that says what was done and why it failed; errors that are not of the storage stay as they are
 */
export async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    const reason = reasons[cause.name] ?? 'damaged';
    throw new StorageError(reason, `${what}: ${advice[reason]} (${cause.name}: ${cause.message})`, { cause });
  }
}
