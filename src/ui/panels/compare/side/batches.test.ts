import { expect, test } from 'vitest';
import { noCurves, type StepColumns } from '../../../../experiments';
import { compareBatches } from './batches';

const run = (step: number[], batch: number[]): StepColumns => ({ ...noCurves().steps, step, batch });

test('equal digests at all common steps are the same batches', () => {
  expect(compareBatches(run([1, 2, 3], [7, 8, 9]), run([1, 2], [7, 8]))).toEqual({ kind: 'same', steps: 2 });
});

test('the first step where digests differ is named, however many agree before and after', () => {
  const found = compareBatches(run([1, 2, 3, 4], [7, 8, 9, 1]), run([1, 2, 3, 4], [7, 8, 5, 2]));
  expect(found).toEqual({ kind: 'differ', step: 3 });
});

test('digests are compared by step, not by position', () => {
  expect(compareBatches(run([1, 2], [7, 8]), run([2, 3], [8, 9]))).toEqual({ kind: 'same', steps: 1 });
});

test.each([
  ['without digests', run([1, 2], [])],
  ['without a common step', run([5], [7])],
  ['without steps', run([], [])],
])('a run %s leaves it unknown', (_name, other) => {
  expect(compareBatches(run([1, 2], [7, 8]), other)).toEqual({ kind: 'unknown' });
});
