/**
 * @file Kept sets on real files and real locks, which only a browser has; it needs no GPU.
 */
import { afterEach, expect, test } from 'vitest';
import { openVoc } from '../voc/import-voc';
import { list, pair } from '../voc/voc.fixture';
import { openStoredVoc } from './open-stored';
import { keepSet, removeStoredSet, storedSets } from './stored-sets';

const lists = { train: 'train', val: 'val' };
const files = [...pair('a', 'dog 1 1 50 50'), ...pair('b', 'cat 1 1 50 50'), list('train', 'a'), list('val', 'b')];
const options = () => ({ signal: new AbortController().signal, onProgress: () => {} });

async function toKeep(id = 'x') {
  return { id, name: 'VOC', lists, files: (await openVoc(files, lists)).files };
}

afterEach(async () => {
  await (await navigator.storage.getDirectory()).removeEntry('sets', { recursive: true }).catch(() => {});
});

test('two tabs that keep one set keep it once, and one that lists in between removes nothing', async () => {
  const set = await toKeep();
  let written = 0;
  const counted = () => ({ ...options(), onProgress: () => void written++ });
  const both = [keepSet(set, counted()), keepSet(set, counted())];
  await storedSets();
  await Promise.all(both);
  expect(written).toBe(2);
  expect(await storedSets()).toMatchObject([{ id: 'x', name: 'VOC', images: 2, lists, damage: null }]);
});

test('a set that is cancelled on the way leaves nothing', async () => {
  const cancelling = new AbortController();
  const keeping = keepSet(await toKeep(), {
    signal: cancelling.signal,
    onProgress: () => cancelling.abort(new Error('cancelled')),
  });
  await expect(keeping).rejects.toThrow('cancelled');
  const sets = await (await navigator.storage.getDirectory()).getDirectoryHandle('sets');
  const left: string[] = [];
  for await (const name of sets.keys()) left.push(name);
  expect(left).toEqual([]);
});

test('a set is removed once the last reader has let go of it', async () => {
  await keepSet(await toKeep(), options());
  const readers = await Promise.all([openStoredVoc('x', null, {}), openStoredVoc('x', null, {})]);
  expect(readers[0].set.records.map(({ id }) => id)).toEqual(['a', 'b']);
  readers[0].release();
  await expect(removeStoredSet('x')).rejects.toThrow('is open');
  readers[1].release();
  await expect.poll(() => removeStoredSet('x').then(() => 'removed', String)).toBe('removed');
  await expect(openStoredVoc('x', null, {})).rejects.toThrow('no data set "x" is kept');
});
