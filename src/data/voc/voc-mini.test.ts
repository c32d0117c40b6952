import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importVoc } from './import-voc';

/** 250 photographs of VOC that lie beside the repository where it is developed, and nowhere else. */
const folder = join(import.meta.dirname, '../../../../shared/voc-mini');
if (!existsSync(folder)) console.warn(`skipped: no ${folder}`);

const read = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), file: new Blob([readFileSync(path)]) }));

describe.skipIf(!existsSync(folder))('voc-mini', () => {
  test('all 250 real images and 813 objects are used, 110 of them difficult and 401 truncated', async () => {
    const progress: (number | null)[][] = [];
    const set = await importVoc(read(), {
      train: 'train',
      val: 'val',
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(set.findings).toEqual([]);
    expect(set.rejected).toEqual([]);
    expect(set.notes).toEqual([]);
    expect(set.allLists).toEqual({ images: 250, objects: 813 });
    expect([set.splits.train.length, set.splits.val.length]).toEqual([168, 72]);
    const objects = set.records.flatMap((record) => record.objects);
    expect(objects.filter(({ difficult }) => difficult).length).toBe(110);
    expect(objects.filter(({ truncated }) => truncated).length).toBe(401);
    expect(set.classes.length).toBe(20);
    for (const split of [set.splits.train, set.splits.val]) {
      const names = new Set(split.flatMap((i) => set.records[i].objects.map(({ className }) => className)));
      expect(names.size).toBe(20);
    }
    expect(progress.at(-1)).toEqual([250, 250]);
  });

  test('without its lists it is split so that every class trains and validates', async () => {
    const files = read().filter(({ path }) => !path.includes('ImageSets'));
    const set = await importVoc(files, { train: 'train', val: 'val' });
    expect(set.findings).toEqual([]);
    expect(set.notes).toEqual([
      'VOCdevkit/VOC2007/ImageSets/Main has no list: split 250 images into 201 for train and 49 for val, stratified by class',
    ]);
    const imagesOf = (split: number[], name: string) =>
      split.filter((i) => set.records[i].objects.some(({ className }) => className === name)).length;
    for (const name of set.classes) {
      const [train, val] = [imagesOf(set.splits.train, name), imagesOf(set.splits.val, name)];
      expect(val).toBeGreaterThan(0);
      expect(Math.abs(val - (train + val) / 5)).toBeLessThanOrEqual(3);
    }
  });
});
