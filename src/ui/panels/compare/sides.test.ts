import { expect, test } from 'vitest';
import { defaultRunConfig, newRecord, noCurves, type RunRecord } from '../../../experiments';
import { sidesOf } from './sides';

const record = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
  ...newRecord(defaultRunConfig(), { id, name: id, created: '' }),
  ...change,
});
const kept = { curves: noCurves(), snapshots: [], pictures: [] };

test('the first selected run is A, whatever the order of the records', () => {
  const sides = sidesOf({ selected: ['y', 'x'], records: [record('x'), record('y')], kept: { x: kept } });
  expect(sides.map(({ look, record, kept }) => [look.letter, record.id, kept])).toEqual([
    ['A', 'y', null],
    ['B', 'x', kept],
  ]);
});

test('a run that is deleted or not known is left out, and the next takes its letter', () => {
  const records = [record('x', { deleted: 'now' }), record('y')];
  const sides = sidesOf({ selected: ['x', 'gone', 'y'], records, kept: {} });
  expect(sides.map(({ look, record }) => [look.letter, record.id])).toEqual([['A', 'y']]);
});
