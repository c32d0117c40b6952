import { describe, expect, test } from 'vitest';
import { generateAnchors, makeTargets, Random } from '../ssd';
import { augmentSample } from './augment';
import { augmentedSamples, type BatchOptions, makeBatch } from './batch';
import { UnreadableImageError } from './decode';
import { patternSample } from './sample.fixture';
import type { AugmentConfig, SampleSource } from './types';

const anchors = generateAnchors({ inputSize: 32, maps: [4], steps: [8], sizes: [10, 20], ratios: [[1, 2, 0.5]] });
const all: AugmentConfig = { colour: true, expand: true, crop: true, flip: true, randomInterpolation: true };
const options: BatchOptions = { size: 32, anchors, augment: all, seedWords: [7, 'train', 3] };

/** Five samples; those listed as broken do not decode. */
function source(...broken: number[]): Pick<SampleSource, 'count' | 'sample'> {
  return {
    count: () => 5,
    async sample(_, index) {
      const file = `${index}.jpg`;
      if (broken.includes(index)) throw new UnreadableImageError({ file, object: null, reason: 'broken' }, null);
      return patternSample(40 + index, 30, [3, 3, 20 + index, 25, 10, 2, 38, 28], String(index));
    },
  };
}

describe('a batch', () => {
  test('holds each sample augmented by its own draws, normalized, with the targets of its boxes', async () => {
    const batch = await makeBatch(source(), 'train', [4, 1], options);
    expect([batch.ids, batch.count, batch.size]).toEqual([['4', '1'], 2, 32]);
    const sample = await source().sample('train', 1);
    const view = augmentSample(sample, all, 32, new Random(7, 'train', 3, 1));
    const targets = makeTargets(anchors, view.boxes, view.labels);
    expect(batch.classTargets.slice(anchors.count)).toEqual(targets.classTargets);
    expect(batch.boxTargets.slice(anchors.count * 4)).toEqual(targets.boxTargets);
    expect(targets.positives).toBeGreaterThan(0);
    for (const i of [0, 1, 2, 1000, 3071]) {
      const [mean, deviation] = [[0.485, 0.456, 0.406][i % 3], [0.229, 0.224, 0.225][i % 3]];
      expect(batch.images[3072 + i]).toBeCloseTo((view.image[i] / 255 - mean) / deviation, 4);
    }
    expect(batch.originals[1]).toEqual({
      width: 41,
      height: 30,
      boxes: sample.boxes,
      labels: sample.labels,
      difficult: sample.difficult,
    });
  });

  test('is a function of its arguments alone', async () => {
    const batch = await makeBatch(source(), 'train', [0, 2, 2], options);
    expect(await makeBatch(source(), 'train', Int32Array.of(0, 2, 2), options)).toEqual(batch);
    const other = await makeBatch(source(), 'train', [0, 2, 2], { ...options, seedWords: [7, 'train', 4] });
    expect(other.images).not.toEqual(batch.images);
    // The same sample twice in one batch is drawn twice.
    expect(batch.images.slice(3072, 6144)).not.toEqual(batch.images.slice(6144));
  });

  test('for validation draws nothing', async () => {
    const validation = { ...options, augment: null };
    const batch = await makeBatch(source(), 'val', [0], validation);
    expect(await makeBatch(source(), 'val', [0], { ...validation, seedWords: ['other'] })).toEqual(batch);
  });

  test('can be transferred: no two arrays share a buffer, and none belongs to the source', async () => {
    const sample = patternSample(32, 32, [1, 1, 20, 20]);
    const fixed = { count: () => 1, sample: async () => sample };
    const { images, classTargets, boxTargets, originals } = await makeBatch(fixed, 'val', [0, 0], options);
    const arrays = [
      images,
      classTargets,
      boxTargets,
      ...originals.flatMap(({ boxes, labels, difficult }) => [boxes, labels, difficult]),
    ];
    const buffers = [...arrays, sample.boxes, sample.labels, sample.difficult].map(({ buffer }) => buffer);
    expect(new Set(buffers).size).toBe(arrays.length + 3);
    expect(arrays.every((array) => array.byteLength === array.buffer.byteLength)).toBe(true);
  });
});

describe('an image that does not decode', () => {
  test('is replaced by the next one in train, and reported once', async () => {
    const batch = await makeBatch(source(1, 4, 0), 'train', [1, 3, 4, 0], options);
    expect(batch.ids).toEqual(['2', '3', '2', '2']);
    expect(batch.count).toBe(4);
    expect(batch.rejected.map(({ file }) => file)).toEqual(['0.jpg', '1.jpg', '4.jpg']);
  });

  test('is left out of validation', async () => {
    const batch = await makeBatch(source(1), 'val', [0, 1, 2], { ...options, augment: null });
    expect([batch.ids, batch.count, batch.images.length]).toEqual([['0', '2'], 2, 2 * 3072]);
    expect(batch.rejected).toEqual([{ file: '1.jpg', object: null, reason: 'broken' }]);
  });

  test('is an error if there is no other', async () => {
    await expect(makeBatch(source(0, 1, 2, 3, 4), 'train', [0], options)).rejects.toThrow(
      'none of the 5 train images can be read; 0.jpg: broken',
    );
  });
});

describe('an image that is left out', () => {
  test('gives its place to the next one, and no other image changes', async () => {
    const whole = await makeBatch(source(), 'train', [0, 1, 2], options);
    const batch = await makeBatch(source(), 'train', [0, 1, 2], { ...options, exclude: ['1'] });
    expect(batch.ids).toEqual(['0', '2', '2']);
    expect(batch.rejected).toEqual([]);
    for (const i of [0, 2]) {
      const image = ({ images }: typeof batch) => images.slice((i * images.length) / 3, ((i + 1) * images.length) / 3);
      expect(image(batch)).toEqual(image(whole));
    }
  });

  test('must leave one to train on', async () => {
    const exclude = ['0', '1', '2', '3', '4'];
    await expect(makeBatch(source(), 'train', [0], { ...options, exclude })).rejects.toThrow(
      'all 5 train images are left out; expected one to train on',
    );
  });
});

test('what a batch was made from is the same images, with the place of each object in its annotation', async () => {
  const indices = [0, 1, 2, 3];
  const { ids, classTargets } = await makeBatch(source(), 'train', indices, options);
  const made = await augmentedSamples(source(), indices, options);
  expect(made.map(({ seen }) => seen.id)).toEqual(ids);
  const { count } = anchors;
  for (const [i, { sample, seen }] of made.entries()) {
    const labels = seen.labels.map((place) => sample.labels[place]);
    const targets = makeTargets(anchors, seen.boxes, labels).classTargets;
    expect(classTargets.slice(i * count, (i + 1) * count)).toEqual(targets);
  }
});
