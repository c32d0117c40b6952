import { expect, test } from 'vitest';
import { ImageCache } from './cache';
import { trainIndices } from './sampler';

/** Keeps images named by a number that is also their size in bytes, and lists those that were loaded. */
function counting(capacity: number) {
  const cache = new ImageCache<number, string>(capacity);
  const loaded: number[] = [];
  const get = (key: number) =>
    cache.get(key, key, async () => {
      loaded.push(key);
      if (key === 13) throw new Error('unlucky');
      return `image ${key}`;
    });
  return { cache, get, loaded };
}

test('what came first stays, and the rest is loaded each time', async () => {
  const { get, loaded } = counting(10);
  for (const key of [4, 6, 5, 4, 5, 6]) expect(await get(key)).toBe(`image ${key}`);
  expect(loaded).toEqual([4, 6, 5, 5]);
});

test('bytes are counted exactly, and never exceed the budget, also while images are under way', async () => {
  const { cache, get } = counting(20);
  const images = [7, 9, 5, 4, 7].map((key) => get(key));
  expect(cache.bytes).toBe(20);
  await Promise.all(images);
  expect(cache.bytes).toBe(20);
});

test('an image asked for twice at a time is loaded once', async () => {
  const { get, loaded } = counting(10);
  await Promise.all([get(3), get(3)]);
  expect(loaded).toEqual([3]);
});

test('an image larger than the budget passes through', async () => {
  const { cache, get } = counting(10);
  expect(await get(11)).toBe('image 11');
  expect(cache.bytes).toBe(0);
});

test('a failure is the same every time', async () => {
  const { get, loaded } = counting(100);
  await expect(get(13)).rejects.toThrow('unlucky');
  await expect(get(13)).rejects.toThrow('unlucky');
  expect(loaded).toEqual([13]);
});

test('with room for a tenth of a set, a tenth of the visits of later epochs find their image', async () => {
  const images = 500;
  const cache = new ImageCache<number, number>(images / 10);
  let loads = 0;
  const load = async () => ++loads;
  for (let epoch = 0; epoch < 4; epoch++) {
    for (const index of trainIndices(1, epoch, images)) await cache.get(index, 1, load);
  }
  expect(loads).toBe(images + 3 * (images - images / 10));
});
