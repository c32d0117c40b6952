/** @file What IndexedDB and OPFS hold of runs, past the page. */
import type { Page } from '@playwright/test';

export interface Kept {
  name: string;
  status: string;
  arm: string;
  seed: number;
  losses: number[];
  batches: number[];
  map07: number | null;
  config: unknown;
  evals: unknown[];
  /** What it detected in the shown images, by step. */
  snapshots: { step: number; detections: unknown[][] }[];
  checkpoint: number | null;
}

/** What can call a function in the lab's page. */
export interface Inside {
  evaluate<T>(work: () => T | Promise<T>): Promise<T>;
}

/** Every run, with its losses by step. */
export function keptRuns(page: Inside): Promise<Kept[]> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open('ssd-lab'));
    const store = (name: string) => database.transaction(name).objectStore(name);
    const records = await answer(store('records').getAll());
    const curves = await Promise.all(records.map(({ id }) => answer(store('curves').get(id))));
    const all = (id: string) => IDBKeyRange.bound([id], [id, []]);
    const snapshots = await Promise.all(records.map(({ id }) => answer(store('snapshots').getAll(all(id)))));
    database.close();
    return records.map(({ name, status, experiment, config, summary, checkpoint }, i) => ({
      ...{ name, status, arm: experiment?.arm, seed: config.seed, map07: summary.map07, checkpoint },
      ...{ config, evals: curves[i]?.evals ?? [], snapshots: snapshots[i] },
      ...{ losses: curves[i]?.steps.total ?? [], batches: curves[i]?.steps.batch ?? [] },
    }));
  });
}

/** Checkpoints that are there, of any run. */
export function checkpointFiles(page: Inside): Promise<string[]> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('checkpoints', { create: true });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
}

/** Overwrites the newest checkpoint with noise. */
export function damageNewestCheckpoint(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('checkpoints');
    let newest: { handle: FileSystemFileHandle; time: number } | null = null;
    for await (const handle of folder.values()) {
      if (handle.kind !== 'file') continue;
      const { lastModified } = await handle.getFile();
      if (newest === null || lastModified > newest.time) newest = { handle, time: lastModified };
    }
    if (newest === null) throw new Error('there is no checkpoint to damage');
    const file = await newest.handle.createWritable({ keepExistingData: true });
    await file.write({ type: 'write', position: 5000, data: new Uint8Array(64).fill(7) });
    await file.close();
  });
}
