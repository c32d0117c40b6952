import { describe, expect, test } from 'vitest';
import {
  changed,
  defaultRunConfig,
  type Experiment,
  newRecord,
  noSummary,
  type RunRecord,
} from '../../../../experiments';
import { type Arrangement, arranged, newestFirst } from './arrange';
import { listedRuns, runTable } from './columns';
import { tagsOf, tricksOf } from './words';

const config = defaultRunConfig('ssd_64_smoke');
const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const record = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRecord(config, { id, name: `run ${id}`, created: at(Number(id)) }),
  status: 'finished',
  ...change,
});
const experiment = { id: 'e', name: 'Batch-wise or sample-wise?' } as Experiment;

const records = [
  record('2', { summary: { ...noSummary, map07: 0.4 }, tags: ['baseline'] }),
  record('10', { config: changed(config, 'normalization', 'sample'), experiment: { id: 'e', arm: 'B' } }),
  record('3', { summary: { ...noSummary, map07: 0 }, status: 'failed', error: 'loss is NaN' }),
  record('4', { summary: { ...noSummary, map07: 0.4 }, config: changed(config, 'optimizer.learningRate', 0.0375) }),
];
const runs = listedRuns(records, [experiment]);
const ids = (change: Partial<Arrangement> = {}) =>
  arranged(runs, { ...newestFirst, ...change }).map((run) => run.record.id);

describe('the order', () => {
  test('begins with the newest', () => {
    expect(ids()).toEqual(['10', '4', '3', '2']);
  });

  test('compares names by their numbers', () => {
    expect(ids({ key: 'name', descending: false })).toEqual(['2', '3', '4', '10']);
  });

  test('puts an unknown score last in both directions, a score of 0 not, and equal ones newest first', () => {
    expect(ids({ key: 'map07', descending: true })).toEqual(['4', '2', '3', '10']);
    expect(ids({ key: 'map07', descending: false })).toEqual(['3', '4', '2', '10']);
  });

  test('of a status is that of its course, not of its letters', () => {
    expect(ids({ key: 'status', descending: true })[0]).toBe('3');
  });
});

describe('the filter', () => {
  test.each([
    ['baseline', ['2']],
    ['BASE', ['2']],
    ['sample-wise', ['10']],
    ['or sample', ['10']],
    ['sample', ['10']],
    ['0.0375 adamw', ['4']],
    ['failed', ['3']],
    ['baseline failed', []],
  ])('%s finds the runs that hold every word', (text, found) => {
    expect(ids({ text })).toEqual(found);
  });

  test('looks at one status if asked', () => {
    expect(ids({ status: 'failed' })).toEqual(['3']);
    expect(ids({ status: 'running' })).toEqual([]);
  });

  test('finds a run under its new name', () => {
    const renamed = listedRuns([{ ...records[0], name: 'best so far' }], []);
    expect(arranged(renamed, { ...newestFirst, text: 'best' })).toHaveLength(1);
  });
});

test('a deleted run is not listed, and a run keeps its place when its experiment is gone', () => {
  const listed = listedRuns([record('1', { deleted: at(9) }), records[1]], []);
  expect(listed).toEqual([{ record: records[1], experiment: null }]);
});

test('the CSV has a row a run and names the arm, the rate and the scores', () => {
  const { columns, rows } = runTable(runs);
  expect(rows).toHaveLength(4);
  const field = (row: number, name: string) => rows[row][columns.indexOf(name)];
  expect(field(1, 'experiment')).toBe('Batch-wise or sample-wise?');
  expect([field(1, 'arm'), field(1, 'sampleScale'), field(0, 'sampleScale')]).toEqual(['B', 'sum', null]);
  expect([field(3, 'learningRate'), field(0, 'map07'), field(2, 'error')]).toEqual([0.0375, 0.4, 'loss is NaN']);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

describe('words', () => {
  test('the tricks of a run say the scale of sample-wise, and where weights were re-initialised', () => {
    expect(tricksOf(config)).toBe('Batch-wise · Xavier uniform, avg, 2 · per class');
    const other = { ...records[1].config, reinitialize: [{ target: 'predictors', scheme: 'orthogonal(1)' }] };
    expect(tricksOf(other)).toBe('Sample-wise, sum · Xavier uniform, avg, 2, re-initialised · per class');
  });

  test('tags are trimmed, and each stands once', () => {
    expect(tagsOf(' baseline,lr test ,, baseline')).toEqual(['baseline', 'lr test']);
    expect(tagsOf('')).toEqual([]);
  });
});
