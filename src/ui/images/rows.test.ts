import { expect, test } from 'vitest';
import { rowHeights } from './rows';

test('eight squares in a width for four make two equal rows', () => {
  expect(rowHeights(Array(8).fill(1), 424, 110, 8)).toEqual(Array(8).fill(100));
});

test('a last row that is not full keeps the height of the row before it', () => {
  expect(rowHeights([1, 1, 1, 1, 1], 424, 110, 8)).toEqual([100, 100, 100, 100, 100]);
});

test('a few images that do not fill one row are not enlarged', () => {
  expect(rowHeights([1, 1], 1000, 110, 8)).toEqual([110, 110]);
});

test('rows of mixed aspects fill the width to the pixel', () => {
  const aspects = [1.5, 0.75, 1.33, 1.33, 2, 0.5, 1.5, 1.5];
  const heights = rowHeights(aspects, 700, 150, 8);
  const rows = new Map<number, number[]>();
  for (const [i, height] of heights.entries()) rows.set(height, [...(rows.get(height) ?? []), aspects[i] * height]);
  for (const widths of [...rows.values()].slice(0, -1)) {
    expect(widths.reduce((sum, width) => sum + width, 0) + 8 * (widths.length - 1)).toBeCloseTo(700, 6);
  }
});

test('an image wider than the gallery has a row of its own', () => {
  expect(rowHeights([10, 1], 400, 150, 8)[0]).toBe(40);
});

test('no images have no heights', () => {
  expect(rowHeights([], 400, 150, 8)).toEqual([]);
});
