import { describe, expect, test } from 'vitest';
import {
  defaultRunConfig,
  type Experiment,
  experimentRuns,
  newRecord,
  noSummary,
  type RecordStatus,
  type RunRecord,
} from '../../../../experiments';
import { newDraft, planOf } from './draft';
import { pairToShow, standingOf } from './standing';

const stepsLeft = (experiment: Experiment, at: ReturnType<typeof records>) =>
  standingOf(experiment, at).left.reduce((sum, { steps }) => sum + steps, 0);

/** Two arms over two seeds, 100 steps; run 3 is arm A under seed 2. */
const plan = planOf({ ...newDraft, seeds: '2', steps: '100' }, defaultRunConfig()).plan!;
let ids = 0;
const experiment: Experiment = {
  id: 'e',
  name: 'Normalization',
  created: '2026-01-01T10:00:00Z',
  plan,
  status: 'queued',
  runs: experimentRuns(plan, () => String(++ids)),
};
const records = (...states: [RecordStatus, number][]) =>
  new Map(
    states.map(([status, step], i): [string, RunRecord] => {
      const id = String(i + 1);
      const record = newRecord({ ...plan.arms[0].config, seed: 1 }, { id, name: id, created: '' });
      return [id, { ...record, status, summary: { ...noSummary, step } }];
    }),
  );

describe('where an experiment stands', () => {
  test('before it began it waits, with all steps left', () => {
    const at = records(['queued', 0], ['queued', 0], ['queued', 0], ['queued', 0]);
    expect(standingOf(experiment, at)).toMatchObject({ label: 'Waiting', done: 0, total: 4, failed: 0, running: [] });
    expect(stepsLeft(experiment, at)).toBe(400);
  });

  test('while a pair is trained it counts what ended, and the steps that are left', () => {
    const at = records(['finished', 100], ['failed', 40], ['running', 30], ['running', 30]);
    expect(standingOf(experiment, at)).toMatchObject({ label: 'Training', done: 2, failed: 1 });
    expect(stepsLeft(experiment, at)).toBe(140);
    expect(standingOf(experiment, at).running.map(({ id }) => id)).toEqual(['3', '4']);
  });

  test('a run that was stopped or interrupted is trained anew, from its first step', () => {
    const at = records(['finished', 100], ['finished', 100], ['interrupted', 60], ['stopped', 60]);
    expect(standingOf(experiment, at)).toMatchObject({ label: 'Waiting', done: 2 });
    expect(stepsLeft(experiment, at)).toBe(200);
  });

  test('a paused one says so, and a deleted run is neither done nor left', () => {
    const at = records(['finished', 100], ['finished', 100]);
    expect(standingOf({ ...experiment, status: 'paused' }, at)).toMatchObject({ label: 'Paused', done: 2, left: [] });
  });
});

describe('an experiment that tunes', () => {
  let id = 0;
  const tuned = planOf({ ...newDraft, seeds: '2', steps: '100', tuned: true }, defaultRunConfig()).plan!;
  const tuning: Experiment = { ...experiment, plan: tuned, runs: experimentRuns(tuned, () => String(++id)) };

  test('has these runs first, with a training each', () => {
    const at = records(['finished', 100], ['running', 20], ...Array<[RecordStatus, number]>(8).fill(['queued', 0]));
    expect(standingOf(tuning, at)).toMatchObject({ label: 'Training', done: 1, total: 10 });
    expect(stepsLeft(tuning, at)).toBe(880);
  });

  test('shows none of them side by side', () => {
    const at = records(...Array<[RecordStatus, number]>(6).fill(['finished', 100]), ['running', 5], ['running', 5]);
    expect(pairToShow(tuning, at)).toEqual(['7', '8']);
  });
});

describe('what is shown side by side', () => {
  test('is the first seed that all arms finished', () => {
    const at = records(['finished', 100], ['failed', 40], ['finished', 100], ['finished', 100]);
    expect(pairToShow(experiment, at)).toEqual(['3', '4']);
  });

  test('is else the seed that got furthest', () => {
    expect(pairToShow(experiment, records(['finished', 100], ['failed', 40], ['running', 3]))).toEqual(['1', '2']);
  });

  test('is nothing before a step was taken', () => {
    expect(pairToShow(experiment, records(['queued', 0], ['running', 0]))).toEqual([]);
  });
});
