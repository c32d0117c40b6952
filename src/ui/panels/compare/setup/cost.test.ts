import { describe, expect, test } from 'vitest';
import { changed, defaultRunConfig, newRecord, noSummary, type RunRecord } from '../../../../experiments';
import type { StepMetrics } from '../../../../worker';
import { costOf, paceOf, timeOf } from './cost';
import { newDraft, planOf } from './draft';

const config = defaultRunConfig();
const cost = (change: Partial<typeof newDraft>) => {
  const { trainings, ...rest } = costOf(plan(change));
  return { ...rest, trainings: trainings.length, steps: trainings.reduce((sum, { steps }) => sum + steps, 0) };
};
const plan = (change: Partial<typeof newDraft>) => planOf({ ...newDraft, steps: '100', ...change }, config).plan!;

describe('the cost', () => {
  test('of two arms over five seeds is ten trainings', () => {
    expect(cost({})).toEqual({ runs: 10, trainings: 10, tuning: 0, steps: 1000 });
  });

  test('of a decoder is one training a seed', () => {
    expect(cost({ question: 'decoder' })).toEqual({ runs: 10, trainings: 5, tuning: 0, steps: 500 });
  });

  test('of all eight is four trainings a seed', () => {
    expect(cost({ question: 'all', seeds: '2' })).toEqual({ runs: 16, trainings: 8, tuning: 0, steps: 800 });
  });

  test('of tuned rates is three trainings an arm more', () => {
    expect(cost({ tuned: true, seeds: '2' })).toEqual({ runs: 10, trainings: 10, tuning: 6, steps: 1000 });
  });
});

describe('the pace', () => {
  const steps = [30, 10, 20].map((ms) => ({ ms })) as StepMetrics[];
  const record = (name: string, msPerStep: number | null, backend: 'wasm' | 'webgpu' = 'wasm'): RunRecord => ({
    ...newRecord(config, { id: name, name, created: '2026-01-01T10:00:00Z' }),
    environment: { backend, adapter: '', threads: 2, userAgent: '', versions: { lab: '', tfjs: '' } },
    summary: { ...noSummary, msPerStep },
  });
  const none = { run: null, records: [], backend: 'wasm' } as const;

  test('is the median of the last run', () => {
    const measured = { ...none, run: { config, steps }, records: [record('kept', 99)] };
    expect(paceOf(config, measured)).toEqual({ msPerStep: 20, source: 'the last run' });
  });

  test('is that of the newest kept run of this model, batch and back end, if there is no last one', () => {
    const records = [record('queued', null), record('gpu', 5, 'webgpu'), record('kept', 40), record('older', 50)];
    expect(paceOf(config, { ...none, records })).toEqual({ msPerStep: 40, source: 'the run "kept"' });
  });

  test.each([
    ['batch', 8],
    ['model', 'ssd_64_smoke'],
  ])('is unknown where only runs of another %s are known', (path, value) => {
    const other = changed(config, path, value);
    expect(paceOf(other, { ...none, run: { config, steps }, records: [record('kept', 40)] })).toBeNull();
  });

  test('of all trainings makes the time; one of unknown pace makes it unknown', () => {
    const measured = { ...none, run: { config, steps } };
    const work = [100, 40].map((steps) => ({ config, steps }));
    expect(timeOf(work, measured)).toEqual({ ms: 2800, pace: { msPerStep: 20, source: 'the last run' } });
    expect(timeOf([...work, { config: changed(config, 'batch', 8), steps: 1 }], measured)).toBeNull();
    expect(timeOf([], measured)).toBeNull();
  });

  test('is unknown before anything ran', () => {
    expect(paceOf(config, none)).toBeNull();
    expect(paceOf(config, { ...none, run: { config, steps: [] } })).toBeNull();
  });
});
