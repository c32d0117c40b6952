import { expect, test } from 'vitest';
import { defaultRunConfig, type Experiment, newRecord, type RunRecord } from '../../../../experiments';
import { readyPairs } from './ready-pairs';

const record = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRecord(defaultRunConfig(), { id, name: id, created: '' }),
  status: 'finished',
  ...change,
});
const experiment: Experiment = {
  id: 'e',
  name: 'Normalization',
  created: '',
  status: 'queued',
  plan: { arms: [], seeds: [1, 2] },
  runs: [1, 2].flatMap((seed) => ['a', 'b'].map((arm) => ({ arm, seed, multiplier: null, run: `${arm}${seed}` }))),
};

test('the first seed of which two arms have begun is offered', () => {
  const records = [record('a1'), record('b1', { status: 'queued' }), record('a2'), record('b2', { status: 'running' })];
  expect(readyPairs([experiment], records)).toEqual([{ id: 'e', name: 'Normalization', seed: 2, runs: ['a2', 'b2'] }]);
});

test('deleted runs and experiments that have not begun offer nothing', () => {
  expect(readyPairs([experiment], [record('a1'), record('b1', { deleted: 'now' })])).toEqual([]);
  expect(readyPairs([experiment], [])).toEqual([]);
});
