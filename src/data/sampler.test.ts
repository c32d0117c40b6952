import { expect, test } from 'vitest';
import { trainIndices } from './sampler';

test('an epoch visits every image once', () => {
  expect([...trainIndices(1, 0, 100)].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(trainIndices(1, 0, 0)).toEqual(new Int32Array(0));
});

test('the order is fixed by seed and epoch, and differs between them', () => {
  expect(trainIndices(1, 2, 50)).toEqual(trainIndices(1, 2, 50));
  expect(trainIndices(1, 2, 50)).not.toEqual(trainIndices(1, 3, 50));
  expect(trainIndices(1, 2, 50)).not.toEqual(trainIndices(2, 2, 50));
});
