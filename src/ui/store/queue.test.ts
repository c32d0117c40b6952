import { expect, test } from 'vitest';
import {
  type ComparePlan,
  defaultRunConfig,
  type Experiment,
  experimentRuns,
  newRecord,
  noSummary,
  type RunRecord,
} from '../../experiments';
import { nextLockStep } from './queue';

const { seed: _, ...config } = defaultRunConfig();
const sample = { ...config, normalization: 'sample' } as const;
const plan: ComparePlan = {
  arms: [
    { name: 'batch', config },
    { name: 'sample', config: sample },
  ],
  seeds: [1, 2],
};
const created = '2026-01-31T12:00:00.000Z';

function queued(of: ComparePlan, id = 'e'): { experiment: Experiment; records: RunRecord[] } {
  let runs = 0;
  const experiment: Experiment = {
    ...{ id, name: id, created, plan: of, status: 'queued' },
    runs: experimentRuns(of, () => `${id}${++runs}`),
  };
  const records = experiment.runs.map(({ run, arm }) =>
    newRecord(defaultRunConfig(), { id: run, name: run, created, experiment: { id, arm } }),
  );
  return { experiment, records };
}
const withStatus = (records: RunRecord[], status: RunRecord['status'], ...ids: string[]) =>
  records.map((record) => (ids.includes(record.id) ? { ...record, status } : record));
const ids = (next: ReturnType<typeof nextLockStep>) => next?.requests.map(({ id }) => id);

test('the arms of the first seed come first, together', () => {
  const { experiment, records } = queued(plan);
  const next = nextLockStep({ experiments: [experiment], records });
  expect(next?.requests.map(({ id, config }) => [id, config.seed, config.normalization])).toEqual([
    ['e1', 1, 'batch'],
    ['e2', 1, 'sample'],
  ]);
});

test('a run that failed is not trained again by itself, the other arm of its seed is', () => {
  const { experiment, records } = queued(plan);
  expect(ids(nextLockStep({ experiments: [experiment], records: withStatus(records, 'failed', 'e1') }))).toEqual([
    'e2',
  ]);
});

test('an experiment whose runs have all ended has nothing left to train', () => {
  const { experiment, records } = queued(plan);
  const ended = withStatus(records, 'finished', 'e1', 'e2', 'e3', 'e4');
  expect(ids(nextLockStep({ experiments: [experiment], records: ended }))).toEqual([]);
});

test('a deleted run leaves the queue', () => {
  const { experiment, records } = queued(plan);
  const deleted = records.map((record) => (record.id === 'e2' ? { ...record, deleted: created } : record));
  expect(ids(nextLockStep({ experiments: [experiment], records: deleted }))).toEqual(['e1']);
});

test('the oldest experiment goes first, and a paused one is passed over', () => {
  const [newer, older] = [queued(plan, 'n'), queued(plan, 'o')];
  const records = [...newer.records, ...older.records];
  expect(ids(nextLockStep({ experiments: [newer.experiment, older.experiment], records }))).toEqual(['o1', 'o2']);
  const paused = { ...older.experiment, status: 'paused' } as const;
  expect(ids(nextLockStep({ experiments: [newer.experiment, paused], records }))).toEqual(['n1', 'n2']);
  expect(nextLockStep({ experiments: [paused], records })).toBeNull();
});

test('arms that need other batches are trained one after the other', () => {
  const large = { name: 'large', config: { ...config, batch: 32 } };
  const { experiment, records } = queued({ ...plan, arms: [...plan.arms, large] });
  expect(ids(nextLockStep({ experiments: [experiment], records }))).toEqual(['e1', 'e2']);
  const ended = withStatus(records, 'finished', 'e1', 'e2');
  expect(ids(nextLockStep({ experiments: [experiment], records: ended }))).toEqual(['e3']);
});

test('tuning comes first, rate by rate, and decides the rate of each arm', () => {
  const tuned = { ...plan, tune: { learningRates: [0.5, 1], seeds: [101] } };
  const { experiment, records } = queued(tuned);
  expect(experiment.runs.filter(({ multiplier }) => multiplier !== null)).toHaveLength(4);
  const rate = config.optimizer.learningRate;
  const first = nextLockStep({ experiments: [experiment], records });
  expect(first?.requests.map(({ config }) => [config.seed, config.optimizer.learningRate])).toEqual([
    [101, rate / 2],
    [101, rate / 2],
  ]);
  const scores = { batch: { 0.5: 0.4, 1: 0.3 }, sample: { 0.5: 0.1, 1: 0.2 } };
  const ended = records.map((record, i): RunRecord => {
    const { arm, multiplier } = experiment.runs[i];
    if (multiplier === null) return record;
    const map07 = scores[arm as 'batch'][multiplier as 1];
    return { ...record, status: 'finished', summary: { ...noSummary, map07 } };
  });
  const compared = nextLockStep({ experiments: [experiment], records: ended });
  expect(compared?.requests.map(({ config }) => [config.seed, config.optimizer.learningRate])).toEqual([
    [1, rate / 2],
    [1, rate],
  ]);
});
