/** @file A set in order, and what repairs do together. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../types';
import { pair } from '../voc.fixture';
import { boxes, dog, found, openX, withObjects } from './doctor.fixture';
import { allRepairs, examine } from './examine';

test('a set in order has nothing but notes of what it does not say', async () => {
  const { set } = await openX(...pair('x', dog));
  expect(set.findings.map(({ code, severity }) => [code, severity])).toEqual([
    ['flag-missing', 'note'],
    ['flag-missing', 'note'],
  ]);
});

describe('repairs', () => {
  test('are the same findings however many are applied, and undone by examining without them', async () => {
    const opened = await withObjects(dog, 'cat 60 50 20 10', 'Dog 1 1 9 9', 'cow 5 5 120 20', 'cow 7 7 7 9');
    const all = allRepairs(opened.set.findings);
    const set = examine(opened.files, all);
    const unusable = ({ code }: Finding) => code !== 'objects-unusable';
    expect(set.findings.map(({ id }) => id)).toEqual(opened.set.findings.filter(unusable).map(({ id }) => id));
    expect(set.findings.every(({ repair }) => repair === null || repair.applied !== null)).toBe(true);
    expect([set.rejected, boxes(set)?.length]).toEqual([[], 4]);
    expect(examine(opened.files, {})).toEqual(opened.set);
  });

  test('that do not exist change nothing', async () => {
    const opened = await withObjects(dog, 'cat 60 50 20 10');
    const { id } = found(opened, 'box-swapped');
    expect(examine(opened.files, { [id]: 'levitate', 'box-swapped elsewhere#1': 'repair' })).toEqual(opened.set);
  });

  test('make a set open that has nothing else to train on', async () => {
    const opened = await withObjects('cat 60 50 20 10');
    expect(opened.set.splits.train).toEqual([]);
    expect(examine(opened.files, allRepairs(opened.set.findings)).splits.train).toEqual([0]);
    await expect(withObjects('cat 9 9 9 9')).rejects.toThrow('no image of the train list can be used; it names 1');
  });
});
