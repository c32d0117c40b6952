import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vocClasses } from '../../ssd';
import type { Sample, Split } from '../types';
import { createSpriteSource, loadSpriteAtlas, type SpriteOptions } from '.';
import { digest, digestOfFirst, recordedDigest } from './digest.fixture';

const atlas = await loadSpriteAtlas(async (name) => new Uint8Array(readFileSync(`public/sprites/${name}`)).buffer);
const source = (options: Partial<SpriteOptions> = {}) =>
  createSpriteSource({ seed: 1, train: 2000, val: 100, objects: 'mixed', style: 'lab', size: 96, atlas, ...options });

async function scenes(count: number, options: Partial<SpriteOptions> = {}, split: Split = 'train'): Promise<Sample[]> {
  const from = source(options);
  return Promise.all(Array.from({ length: count }, (_, i) => from.sample(split, i)));
}

/** Shares of the values 0, 1, 2 ... */
function shares(values: readonly number[]): number[] {
  return Array.from(
    { length: Math.max(...values) + 1 },
    (_, n) => values.filter((v) => v === n).length / values.length,
  );
}

const many = await scenes(2000);

describe('sprite scenes', () => {
  it('are the same bytes on every machine', async () => {
    expect(await digestOfFirst(20, source())).toBe(recordedDigest);
  });

  it('depend on seed, split and index only, not on what was drawn before', async () => {
    const one = source();
    const first = await one.sample('train', 7);
    await one.sample('val', 3);
    expect(await one.sample('train', 7)).toBe(first);
    const uncached = source({ cacheBytes: 0 });
    await uncached.sample('val', 3);
    expect(await digest([await uncached.sample('train', 7)])).toBe(await digest([first]));
    const others = [
      await one.sample('train', 8),
      await one.sample('val', 7),
      await one.sample('test-style', 7),
      await source({ seed: 2 }).sample('train', 7),
    ];
    const digests = await Promise.all([first, ...others].map((sample) => digest([sample])));
    expect(new Set(digests).size).toBe(5);
  });

  it('are described as they are drawn', async () => {
    for (const options of [{}, { size: 300 }, { style: 'smoke', size: 64 }] as const) {
      const from = source(options);
      for (let i = 0; i < 60; i++) {
        const { pixels, ...drawn } = await from.sample('train', i);
        expect(from.describe('train', i)).toEqual(drawn);
      }
    }
    expect(() => source().describe('val', 100)).toThrow('sprite scene 100 of val: expected an index from 0 to 99');
  });

  it('are the same picture at another size', async () => {
    const small = many.slice(0, 40);
    const large = await scenes(40, { size: 300 });
    small.forEach(({ labels, boxes }, i) => {
      expect(large[i].labels).toEqual(labels);
      // Inclusive bounds: the far side is one pixel further. Each side is exact to a pixel of its own raster.
      boxes.forEach((value, k) => {
        const far = k % 4 >= 2 ? 1 : 0;
        expect(Math.abs((value + far) / 96 - (large[i].boxes[k] + far) / 300)).toBeLessThan(2 / 96);
      });
    });
  }, 20_000);

  it('have boxes of whole pixels inside the image', () => {
    const sound = many.map(({ boxes, width, height, labels }) => {
      const inside = Array.from(labels, (_, i) => {
        const [x0, y0, x1, y1] = boxes.subarray(4 * i, 4 * i + 4);
        return x0 >= 0 && y0 >= 0 && x0 < x1 && y0 < y1 && x1 < width && y1 < height;
      });
      return boxes.length === 4 * labels.length && boxes.every(Number.isInteger) && inside.every(Boolean);
    });
    expect(sound.indexOf(false)).toBe(-1);
  });

  it('show each class as often as its weight says, person three times', () => {
    const labels = many.flatMap((sample) => [...sample.labels]);
    shares(labels).forEach((share, label) => {
      const expected = (vocClasses[label] === 'person' ? 3 : 1) / 22;
      const deviation = Math.sqrt((expected * (1 - expected)) / labels.length);
      expect(Math.abs(share - expected), vocClasses[label]).toBeLessThan(4 * deviation);
    });
  });

  it('hold 1 to 10 objects with the frequencies of the default', () => {
    const found = shares(many.map(({ labels }) => labels.length));
    const expected = [0, 0.3, 0.2, 0.15, 0.12, 0.08, 0.03, 0.03, 0.03, 0.03, 0.03];
    expect(found).toHaveLength(expected.length);
    expected.forEach((share, n) => {
      expect(Math.abs(found[n] - share), `${n} objects`).toBeLessThan(0.03);
    });
  });

  it('hold three objects, or one or many, when that is asked for', async () => {
    const three = (await scenes(200, { objects: 'three' })).map(({ labels }) => labels.length);
    expect(three.filter((n) => n === 3).length).toBeGreaterThan(195);
    const extremes = (await scenes(200, { objects: 'one-or-many' })).map(({ labels }) => labels.length);
    expect(extremes.filter((n) => n === 1).length).toBeGreaterThan(75);
    expect(extremes.filter((n) => n > 1 && n < 7)).toEqual([]);
    expect(Math.max(...extremes)).toBe(12);
  }, 20_000);

  it('mark between 1 and 4 percent of the objects as difficult', () => {
    const flags = many.flatMap((sample) => [...sample.difficult]);
    const rate = flags.filter((flag) => flag === 1).length / flags.length;
    expect(rate).toBeGreaterThan(0.01);
    expect(rate).toBeLessThan(0.04);
  });

  it('show cars, cats and people only in the smoke style, one to three of them', async () => {
    const smoke = source({ style: 'smoke', size: 64 });
    const samples = await scenes(300, { style: 'smoke', size: 64 });
    const shown = new Set(samples.flatMap(({ labels }) => Array.from(labels, (label) => smoke.classes[label])));
    expect(shown).toEqual(new Set(['car', 'cat', 'person']));
    expect(new Set(samples.map(({ labels }) => labels.length))).toEqual(new Set([1, 2, 3]));
  });

  it('refuse an index beyond the split', async () => {
    const one = source();
    expect([one.count('train'), one.count('val'), one.count('test-style')]).toEqual([2000, 100, 100]);
    await expect(one.sample('val', 100)).rejects.toThrow('sprite scene 100 of val: expected an index from 0 to 99');
  });
});
