import { gzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { plainMember } from '../archive/member';
import { writeTar } from '../archive/tar.fixture';
import type { VocSet } from '../types';
import { type OpenedVoc, openVoc, openVocFiles } from '../voc/import-voc';
import { file, list, pair, picture } from '../voc/voc.fixture';
import { readVocArchive } from '../voc/voc-files';
import { type PackSeal, planPack, readPack, writePack } from './pack';

const lists = { train: 'train', val: 'val' };
/** With something to report of every kind of file, and files that nothing reads. */
const files = [
  ...pair('a', 'dog 1 1 50 50'),
  ...pair('b', 'dog 60 60 10 10', 'cat 1 1 20 20'),
  file('VOC/Annotations/c.xml', '<annotation>'),
  picture('c'),
  file('VOC/Annotations/d.xml', '<annotation/>'),
  file('VOC/JPEGImages/d.jpg', 'no picture'),
  ...pair('e', 'cat 2 2 40 40'),
  ...pair('other', 'cat 2 2 40 40'),
  list('train', 'a', 'b', 'c', 'd', 'B'),
  list('val', 'e'),
  list('trainval', 'a', 'e'),
  file('VOC/readme.md', 'not of the set'),
];
const noSignal = () => new AbortController().signal;

async function asFiles(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const read = files.map(async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function packed({ files }: OpenedVoc, signal = noSignal()): Promise<{ pack: Blob; seal: PackSeal }> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const write = async (part: Uint8Array<ArrayBuffer>) => void parts.push(part);
  const seal = await writePack(planPack(files), write, { signal, onProgress: () => {} });
  return { pack: new Blob(parts), seal };
}

const withoutImages = ({ records, ...set }: VocSet) => ({
  ...set,
  records: records.map(({ image: _, ...rest }) => rest),
});

describe('a pack', () => {
  test('opens as the set that it was made of, from whatever archive, with the same report', async () => {
    const contents = await asFiles();
    const tar = writeTar(Object.entries(contents).map(([path, body]) => ({ path, body })));
    const one = (data: Uint8Array<ArrayBuffer>) => [{ path: 'set', file: new Blob([data]) }];
    for (const source of [files, one(zipSync(contents)), one(tar), one(gzipSync(tar))]) {
      const opened = await openVoc(source, lists);
      const { pack, seal } = await packed(opened);
      expect(pack.size).toBe(opened.bytes);
      const { archive, known } = await readPack(pack, seal);
      const again = openVocFiles(await readVocArchive(archive, { ...lists, known }, []), opened.id);
      expect(withoutImages(again.set)).toEqual(withoutImages(opened.set));
      expect(again.bytes).toBe(opened.bytes);
      for (const { file, image } of again.set.records) {
        expect(new Uint8Array(await (await plainMember(image)).arrayBuffer())).toEqual(contents[file]);
      }
    }
  });

  test('opens with other lists too', async () => {
    const { pack, seal } = await packed(await openVoc(files, lists));
    const { archive, known } = await readPack(pack, seal);
    const read = await readVocArchive(archive, { train: 'trainval', val: 'val', known }, []);
    expect(openVocFiles(read, null).set.splits.train).toHaveLength(2);
  });

  test('holds what was read, and of the rest the names', async () => {
    const opened = await openVoc(files, lists);
    const { pack, seal } = await packed(opened);
    const text = await pack.text();
    expect(text).not.toContain('not of the set');
    const { archive } = await readPack(pack, seal);
    expect(archive.files.map(({ path }) => path)).toContain('VOC/JPEGImages/other.jpg');
    const read = files.filter(({ path }) => !/other|readme/.test(path));
    expect(seal.bytes - seal.indexBytes).toBe(read.reduce((sum, { file }) => sum + file.size, 0));
  });

  test('that is cut short or changed says so', async () => {
    const { pack, seal } = await packed(await openVoc(files, lists));
    await expect(readPack(pack.slice(1), seal)).rejects.toThrow(
      `it has ${seal.bytes - 1} bytes; expected ${seal.bytes}`,
    );
    const changed = new Uint8Array(await pack.arrayBuffer());
    changed[seal.bytes - 30] ^= 1;
    await expect(readPack(new Blob([changed]), seal)).rejects.toThrow('its texts or its index are not those');
  });

  test('is not begun once it is cancelled', async () => {
    await expect(packed(await openVoc(files, lists), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  test('names a file that is another one since', async () => {
    const opened = await openVoc(files, lists);
    const [first] = opened.files.used;
    first.read = async () => new Uint8Array(3);
    await expect(packed(opened)).rejects.toThrow(`${first.path}: has 3 bytes; it had ${first.bytes} when`);
  });
});

test('the identity of a set is that of its files, not of their archive, their order or the lists that were chosen', async () => {
  const { id } = await openVoc(files, lists);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect((await openVoc(files.toReversed(), { train: 'trainval', val: 'val' })).id).toBe(id);
  expect((await openVoc([{ path: 'x', file: new Blob([zipSync(await asFiles())]) }], lists)).id).toBe(id);
  const other = files.map((one) => (one.path.endsWith('/a.jpg') ? { ...one, file: picture('A').file } : one));
  expect((await openVoc(other, lists)).id).not.toBe(id);
});
