/**
 * @file The store on a real IndexedDB and real files, which only a browser has; it needs no GPU.
 */
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { noCurves } from '../record';
import { fallingCurves, pairedExperiment, storedRun } from '../stored-run.fixture';
import { CheckpointFiles } from './checkpoint-files';
import { openDatabase } from './database';
import { openRunStore, type RunStore } from './run-store';
import type { StorageError } from './storage-error';

const name = 'store-test';
let store: RunStore;
let closed: StorageError[];

beforeEach(async () => {
  closed = [];
  store = await openRunStore({ name, onClosed: (error) => closed.push(error) });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  store.close();
  await deleteDB(name);
  const root = await navigator.storage.getDirectory();
  for (const folder of ['runs', 'checkpoints']) await root.removeEntry(folder, { recursive: true }).catch(() => {});
});

test('a run comes back with every part', async () => {
  const run = storedRun('a');
  await store.putStored(run);
  const back = await store.stored('a');
  expect({ ...back, pictures: [] }).toEqual({ ...run, pictures: [] });
  const [{ image, ...picture }] = back.pictures;
  expect({ ...picture, image }).toEqual(run.pictures[0]);
  expect([image.type, await image.text()]).toEqual(['image/png', await run.pictures[0].image.text()]);
});

test('parts are put one by one, and last longer than the connection', async () => {
  const { experiment } = pairedExperiment('e', [1]);
  const { record, curves, snapshots, pictures, weights } = storedRun('a');
  await store.putRecord(record);
  await store.putCurves('a', curves);
  for (const snapshot of snapshots) await store.putSnapshot('a', snapshot);
  await store.putPictures('a', pictures);
  await store.putWeights('a', weights!);
  await store.putExperiment(experiment);
  store.close();
  store = await openRunStore({ name });
  expect(await store.stored('a')).toEqual(storedRun('a'));
  expect(await store.experiments()).toEqual([experiment]);
  await store.removeExperiment('e');
  expect(await store.experiments()).toEqual([]);
});

test('what was kept before a setting came to the lab has its default', async () => {
  const { experiment } = pairedExperiment('e', [1]);
  const { record } = storedRun('a');
  const before = <Kept extends { config: object }>(kept: Kept): Kept => {
    const config: Record<string, unknown> = { ...kept.config };
    delete config.anchors;
    delete config.accumulate;
    return { ...kept, config };
  };
  await store.putRecord(before(record));
  await store.putExperiment({ ...experiment, plan: { ...experiment.plan, arms: experiment.plan.arms.map(before) } });
  expect(await store.records()).toEqual([record]);
  expect((await store.stored('a')).record.config).toEqual(record.config);
  expect(await store.experiments()).toEqual([experiment]);
});

test('what a worker keeps is here', async () => {
  const worker = new Worker(new URL('./run-store.fixture.worker.ts', import.meta.url), { type: 'module' });
  const { data } = await new Promise<MessageEvent>((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = reject;
  });
  worker.terminate();
  expect(data).toEqual(storedRun('a'));
  expect(await store.stored('a')).toEqual(storedRun('a'));
});

test('a run that has not begun has no parts', async () => {
  await store.putRecord(storedRun('a').record);
  const none = [
    await store.curves('a'),
    await store.snapshots('a'),
    await store.pictures('a'),
    await store.weights('a'),
  ];
  expect(none).toEqual([noCurves(), [], [], null]);
  expect((await store.stored('a')).record.summary.weights).toBe(false);
  await expect(store.stored('b')).rejects.toThrow('RunStore: there is no run "b"');
});

test('200 runs are listed newest first, and none of their curves is read', async () => {
  for (let i = 0; i < 200; i++) {
    const created = new Date(Date.UTC(2026, 0, 1, 0, (i * 7) % 200)).toISOString();
    await store.putStored({ ...storedRun(`run${i}`, { created }), curves: fallingCurves(20), weights: null });
  }
  const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const times = (await store.records()).map(({ created }) => created);
  expect(transactions.mock.calls.map(([stores]) => stores)).toEqual(['records']);
  transactions.mockRestore();
  expect(times).toEqual(times.toSorted().reverse());
  expect(times.length).toBe(200);
});

test('snapshots come by step, of their own run, and a step has one', async () => {
  for (const step of [100, 2, 30, 2]) await store.putSnapshot('a', { step, detections: [] });
  await store.putSnapshot('ab', { step: 7, detections: [] });
  await store.putSnapshot('', { step: 8, detections: [] });
  expect((await store.snapshots('a')).map(({ step }) => step)).toEqual([2, 30, 100]);
});

test('a run that is put again has nothing left of before', async () => {
  await store.putStored(storedRun('a'));
  const bare = { ...storedRun('a'), snapshots: [], pictures: [], weights: null };
  bare.record.summary.weights = false;
  await store.putStored(bare);
  expect(await store.stored('a')).toEqual(bare);
});

test('runs are removed with all of their parts, and others stay', async () => {
  const checkpoints = new CheckpointFiles();
  for (const id of ['a', 'ab', 'b']) {
    await store.putStored(storedRun(id));
    await checkpoints.write(id, new Uint8Array([1, 2, 3]));
  }
  await store.remove(['a', 'b', 'unknown']);
  expect((await store.records()).map(({ id }) => id)).toEqual(['ab']);
  expect(await store.stored('ab')).toEqual(storedRun('ab'));
  const left = [
    await store.curves('a'),
    await store.snapshots('a'),
    await store.pictures('a'),
    await store.weights('a'),
  ];
  expect(left).toEqual([noCurves(), [], [], null]);
  const files = await Promise.all(['a', 'ab'].map((id) => checkpoints.read(id)));
  expect(files).toEqual([[], [new Uint8Array([1, 2, 3])]]);
});

test('a run with a part that cannot be stored leaves nothing, or what was there', async () => {
  const tags = [(() => {}) as unknown as string];
  await expect(store.putStored(storedRun('b', { tags }))).rejects.toThrow('put run b: ');
  expect([await store.records(), await store.weights('b'), await store.snapshots('b')]).toEqual([[], null, []]);
  await store.putStored(storedRun('a'));
  await expect(store.putStored(storedRun('a', { name: 'broken', tags }))).rejects.toThrow('put run a: ');
  expect(await store.stored('a')).toEqual(storedRun('a'));
});

test('storage in use is told', async () => {
  const { usage, quota } = (await store.usage())!;
  expect(quota).toBeGreaterThan(usage);
});

describe('a full disk', () => {
  const origin = location.origin;
  afterEach(() => cdp().send('Storage.overrideQuotaForOrigin', { origin }));

  test('is said, and what was kept stays', async () => {
    await store.putStored(storedRun('a'));
    await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1e6 });
    const large = { ...storedRun('a', { name: 'large' }), weights: new Uint8Array(3e6) };
    await expect(store.putStored(large)).rejects.toMatchObject({
      name: 'StorageError',
      reason: 'full',
      message: expect.stringContaining('put the weights of run a: the storage of this browser is full; delete runs'),
    });
    expect(await store.stored('a')).toEqual(storedRun('a'));
  });
});

describe('a store that is taken away', () => {
  test('by a newer lab in another tab is closed and says so', async () => {
    const newer = await openDB(name, 99);
    expect(closed).toMatchObject([{ reason: 'refused', message: expect.stringContaining('reload') }]);
    await expect(store.records()).rejects.toMatchObject({ name: 'StorageError', reason: 'refused' });
    await expect(openRunStore({ name })).rejects.toMatchObject({ name: 'StorageError', reason: 'refused' });
    newer.close();
  });

  test('by a browser that keeps nothing is an error in words', async () => {
    const open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    vi.stubGlobal('indexedDB', { open });
    await expect(openRunStore({ name })).rejects.toThrow(/^open the kept runs: this browser does not allow it/);
  });

  test('by a tab with an older lab that does not give way is an error in words', async () => {
    store.close();
    const stubborn = await openDB(name);
    await expect(openDatabase(name, () => {}, 2)).rejects.toThrow('A tab with an older lab holds the kept runs');
    stubborn.close();
    // The database that was given up opens late, and must not stay open.
    await deleteDB(name);
    store = await openRunStore({ name });
    expect(await store.records()).toEqual([]);
  });
});
