import { expect, test } from 'vitest';
import { Random } from './random';
import { selectLargest } from './selection';

function select(scores: readonly number[], n: number): number[] {
  const values = Float32Array.from(scores);
  const selected = new Uint8Array(scores.length).fill(9);
  selectLargest(values, n, new Float32Array(scores.length), selected);
  expect([...values]).toEqual([...Float32Array.from(scores)]);
  return Array.from(selected.keys()).filter((i) => selected[i] === 1);
}

test('the two largest of five', () => {
  expect(select([3, 9, 1, 7, 5], 2)).toEqual([1, 3]);
});

test('of equal scores the lower index wins', () => {
  expect(select([2, 5, 5, 5, 2], 2)).toEqual([1, 2]);
  expect(select([0, 0, 0, 0], 3)).toEqual([0, 1, 2]);
});

test('none, all, and more than all', () => {
  expect(select([1, 2], 0)).toEqual([]);
  expect(select([1, 2], 2)).toEqual([0, 1]);
  expect(select([1, 2], 5)).toEqual([0, 1]);
  expect(select([], 1)).toEqual([]);
});

test('infinite scores come first', () => {
  expect(select([1, Number.POSITIVE_INFINITY, 3], 1)).toEqual([1]);
});

test('selection equals a stable sort, ties or not', () => {
  const random = new Random('selection');
  for (let round = 0; round < 200; round++) {
    const levels = 1 + random.integer(40);
    const scores = Array.from({ length: 1 + random.integer(60) }, () => random.integer(levels));
    const n = random.integer(scores.length + 1);
    const sorted = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
    expect(select(scores, n)).toEqual(sorted.slice(0, n).sort((a, b) => a - b));
  }
});
