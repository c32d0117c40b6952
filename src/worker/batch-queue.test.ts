import { expect, test } from 'vitest';
import type { Batch } from '../data';
import { BatchQueue } from './batch-queue';

/** A queue over positions 1 to 9, three at a time, and the positions asked for so far. */
function queue() {
  const asked: number[] = [];
  const make = async (position: number) => {
    asked.push(position);
    if (position === 3) throw new Error('batch 3 is broken');
    return { count: position } as Batch;
  };
  return { asked, batches: new BatchQueue(make, 10, 3) };
}

test('the next batches are under way while one is used, never more than the bound', async () => {
  const { asked, batches } = queue();
  expect((await batches.take(1)).count).toBe(1);
  expect(asked).toEqual([1, 2, 3]);
  expect((await batches.take(2)).count).toBe(2);
  expect(asked).toEqual([1, 2, 3, 4]);
});

test('what was prepared is not asked for again', async () => {
  const { asked, batches } = queue();
  batches.prepare(1);
  expect(asked).toEqual([1, 2, 3]);
  expect((await batches.take(1)).count).toBe(1);
  expect(asked).toEqual([1, 2, 3]);
});

test('nothing is asked for beyond the end', async () => {
  const { asked, batches } = queue();
  expect((await batches.take(8)).count).toBe(8);
  expect((await batches.take(9)).count).toBe(9);
  expect(asked).toEqual([8, 9]);
});

test('a jump drops what was made for the old place and keeps what still serves', async () => {
  const { asked, batches } = queue();
  await batches.take(6);
  await batches.take(4);
  expect(asked).toEqual([6, 7, 8, 4, 5, 6]);
});

test('a batch that fails does so when it is taken', async () => {
  const { batches } = queue();
  await batches.take(1);
  await batches.take(2);
  await expect(batches.take(3)).rejects.toThrow('batch 3 is broken');
  expect((await batches.take(4)).count).toBe(4);
});
