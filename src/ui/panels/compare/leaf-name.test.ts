import { expect, test } from 'vitest';
import { leafName, leafValue } from './leaf-name';

test.each([
  ['normalization', 'Normalization'],
  ['optimizer.learningRate', 'Optimizer, learning rate'],
  ['optimizer.schedule.warmupSteps', 'Optimizer, schedule, warmup steps'],
  ['data.kind', 'Data'],
])('%s is %s', (path, name) => {
  expect(leafName(path)).toBe(name);
});

test('a leaf that is not there is a dash, an empty list is none, a true 0 is 0', () => {
  expect([null, '', '0'].map(leafValue)).toEqual(['\u2013', 'none', '0']);
});
