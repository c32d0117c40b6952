import { expect, test } from 'vitest';
import type { Annotations } from './annotations';
import { histograms, isInBin } from './bins';

/** Boxes in inclusive pixels of a 100 x 100 image. */
const image = (...boxes: [number, number, number, number][]): Annotations => ({
  width: 100,
  height: 100,
  boxes: Float32Array.from(boxes.flat()),
  labels: new Int32Array(boxes.length),
  difficult: new Uint8Array(boxes.length),
});

test('a box counts by the root of its share, and by the half octave of its form', () => {
  // 40 x 40 pixels are 40% of the side; 40 x 10 are 20% and four times as wide as high.
  const found = histograms([image([0, 0, 39, 39], [0, 0, 39, 9])]);
  expect(found.sizeHistogram).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
  expect(found.aspectHistogram).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
  expect(found.objectsPerImage).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('what lies beyond the ends counts in them, and an empty image as one of no objects', () => {
  const sliver = image([0, 0, 0, 99], [0, 0, 99, 0], [0, 0, 99, 99]);
  const { aspectHistogram, sizeHistogram } = histograms([sliver]);
  expect([aspectHistogram[0], aspectHistogram[11], sizeHistogram[9]]).toEqual([1, 1, 1]);
  const many = image(...Array.from({ length: 40 }, (): [number, number, number, number] => [0, 0, 9, 9]));
  expect(histograms([image(), many]).objectsPerImage).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('an image is in the bins of all of its objects', () => {
  const two = image([0, 0, 39, 39], [0, 0, 39, 9]);
  const size = [0, 1, 2, 3, 4].filter((index) => isInBin(two, { of: 'size', index }));
  expect(size).toEqual([2, 4]);
  expect(isInBin(two, { of: 'objects', index: 2 })).toBe(true);
  expect(isInBin(two, { of: 'objects', index: 1 })).toBe(false);
});
