import { describe, expect, test } from 'vitest';
import {
  defaultRunConfig,
  type Experiment,
  newRecord,
  noSummary,
  type RecordStatus,
  type RunRecord,
} from '../../../../experiments';
import { questionOf, resultsOf } from './results';

const arms = ['sample-wise', 'batch-wise'].map((name) => ({ name, config: defaultRunConfig() }));
const experiment: Pick<Experiment, 'plan' | 'runs'> = {
  plan: { arms, seeds: [1, 2] },
  runs: [1, 2].flatMap((seed) =>
    arms.map(({ name }) => ({ arm: name, seed, multiplier: null, run: `${name} ${seed}` })),
  ),
};
const record = (
  id: string,
  status: RecordStatus,
  map07: number | null,
  change: Partial<RunRecord> = {},
): RunRecord => ({
  ...newRecord(defaultRunConfig(), { id, name: id, created: '' }),
  status,
  summary: { ...noSummary, map07 },
  ...change,
});

describe('the results of an experiment', () => {
  test('a finished run has a score, one under way has none yet, however far it is', () => {
    const { scores, finished, total, running, lost } = resultsOf(experiment, [
      record('sample-wise 1', 'finished', 0.4),
      record('batch-wise 1', 'finished', 0),
      record('sample-wise 2', 'running', 0.3),
      record('batch-wise 2', 'queued', null),
    ]);
    expect([...scores].map(([arm, bySeed]) => [arm, ...bySeed])).toEqual([
      ['sample-wise', [1, 0.4]],
      ['batch-wise', [1, 0]],
    ]);
    expect([finished, total, running.map(({ id }) => id), lost]).toEqual([2, 4, ['sample-wise 2'], []]);
  });

  test('a run that failed, was stopped or deleted, or could not be scored is lost with its reason', () => {
    const { scores, lost } = resultsOf(experiment, [
      record('sample-wise 1', 'failed', null, { error: 'step 3: loss is NaN' }),
      record('batch-wise 1', 'stopped', 0.2),
      record('sample-wise 2', 'finished', null),
    ]);
    expect(lost.map(({ reason }) => reason)).toEqual([
      'step 3: loss is NaN',
      'was stopped by hand',
      'val has no object to score',
      'was deleted',
    ]);
    expect(scores.get('batch-wise')?.get(1)).toBeNull();
  });

  test('an interrupted run is trained anew, so it is not lost', () => {
    const records = experiment.runs.map(({ run }) => record(run, 'interrupted', 0.1));
    expect(resultsOf(experiment, records)).toMatchObject({ finished: 0, lost: [] });
  });

  test('runs that tune a learning rate do not count', () => {
    const runs = [...experiment.runs, { arm: 'batch-wise', seed: 101, multiplier: 4, run: 'tuning' }];
    expect(resultsOf({ ...experiment, runs }, [record('tuning', 'finished', 0.9)]).total).toBe(4);
  });
});

test('the question follows from the arms', () => {
  expect(questionOf({ arms })).toBe('Is batch-wise better than sample-wise?');
  expect(questionOf({ arms: [...arms, { ...arms[0], name: 'C' }] })).toBe(
    'Is any of batch-wise and C better than sample-wise?',
  );
  const cells = ['n', 'b'].flatMap((x) =>
    ['u', 'v'].map((y) => ({ ...arms[0], name: x + y, factors: { loss: x, start: y } })),
  );
  expect(questionOf({ arms: cells })).toBe('What does each of loss and start add, and do they add up?');
});
