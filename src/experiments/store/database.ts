/**
 * @file The IndexedDB of the lab: its object stores, and how tabs of different versions get on.
 *
 * Curves, snapshots and pictures have stores of their own, so that a list of all runs reads none of them.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Experiment } from '../experiment';
import type { Picture, RunCurves, RunRecord, Snapshot } from '../record';
import { attempt, StorageError } from './storage-error';

interface Schema extends DBSchema {
  records: { key: string; value: RunRecord };
  experiments: { key: string; value: Experiment };
  /** By id of the run, as are the pictures. */
  curves: { key: string; value: RunCurves };
  pictures: { key: string; value: Picture[] };
  /** By run and step. */
  snapshots: { key: [string, number]; value: Snapshot };
}

export type RunDatabase = IDBPDatabase<Schema>;

/** What the stores of a run are called, its weights apart. */
export const runStores = ['records', 'curves', 'pictures', 'snapshots'] as const;
export type RunTransaction = IDBPTransaction<Schema, typeof runStores, 'readwrite'>;

const currentVersion = 1;

/**
 * Opens the database, or makes it.
 *
 * @param onClosed called if it is closed under us: a tab with a newer lab needs it, or the browser took it away
 * @throws StorageError if the browser refuses, or holds a database of a newer lab
 */
export function openDatabase(
  name: string,
  onClosed: (error: StorageError) => void,
  version = currentVersion,
): Promise<RunDatabase> {
  return attempt('open the kept runs', () => {
    return new Promise<RunDatabase>((resolve, reject) => {
      let blocked = false;
      const opening = openDB<Schema>(name, version, {
        upgrade(database, from) {
          // Later versions add their own `if (from < n)` below.
          if (from < 1) {
            database.createObjectStore('records', { keyPath: 'id' });
            database.createObjectStore('experiments', { keyPath: 'id' });
            for (const store of ['curves', 'pictures', 'snapshots'] as const) database.createObjectStore(store);
          }
        },
        blocked() {
          blocked = true;
          reject(new StorageError('refused', 'A tab with an older lab holds the kept runs; close it and reload.'));
        },
        blocking(_current, _wanted, event) {
          (event.target as IDBDatabase).close();
          onClosed(new StorageError('refused', 'A newer lab was opened in another tab; reload this one to go on.'));
        },
        terminated() {
          onClosed(new StorageError('damaged', 'The browser closed the kept runs; reload the page to go on.'));
        },
      });
      // A database that opens after it was given up must not block others.
      opening.then((database) => (blocked ? database.close() : resolve(database)), reject);
    });
  });
}

/** All snapshots of a run: an array is greater than every number. */
export function snapshotsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}
