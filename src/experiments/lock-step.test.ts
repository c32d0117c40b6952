import { describe, expect, test } from 'vitest';
import { parseRunConfig, type RunConfig } from './config';
import { byTraining, lockSteps, requireLockStep } from './lock-step';

const base = parseRunConfig({ data: { kind: 'sprites' } });
const run = (id: string, change: Partial<RunConfig> = {}) => ({ id, config: { ...base, ...change } });
const ids = (groups: { id: string }[][]) => groups.map((group) => group.map(({ id }) => id));

test('the tricks and the optimizer may differ in a lock-step', () => {
  const optimizer = { ...base.optimizer, learningRate: 0.1 };
  const tricks = [{ normalization: 'sample' }, { initializer: 'zero' }, { decoder: 'argmax' }, { optimizer }] as const;
  expect(() => requireLockStep([base, ...tricks.map((trick) => ({ ...base, ...trick }))])).not.toThrow();
});

describe('what makes the batches must be equal', () => {
  test.each([
    ['seed', { seed: 2 }, 'seed is 1 and 2'],
    ['batch', { batch: 8 }, 'batch is 16 and 8'],
    ['augment', { augment: { ...base.augment, crop: true } }, 'augment is {'],
    ['anchors', { anchors: { sizes: [20, 30, 40, 50], ratios: [] } }, 'anchors is null and {'],
    ['steps', { steps: 5 }, 'steps is 3000 and 5'],
  ])('%s', (_, change, words) => {
    expect(() => requireLockStep([base, base, { ...base, ...change }])).toThrow(words);
  });
});

test('runs are put together with those of their batches, in their order', () => {
  const runs = [run('a'), run('b', { batch: 8 }), run('c', { normalization: 'sample' }), run('d', { batch: 8 })];
  expect(ids(lockSteps(runs))).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
  for (const group of lockSteps(runs)) requireLockStep(group.map(({ config }) => config));
});

test('the decoder alone needs no training of its own', () => {
  const runs = [run('a'), run('b', { normalization: 'sample' }), run('c', { decoder: 'argmax' })];
  expect(ids(byTraining(runs))).toEqual([['a', 'c'], ['b']]);
});
