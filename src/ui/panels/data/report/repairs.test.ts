import { expect, test } from 'vitest';
import type { Finding } from '../../../../worker';
import { changedFacts, drawnPatches } from './patches';
import { appliedRepairs, patchList, reportTable, withoutRepair, withRepairs } from './repairs';

const before = { name: 'dog', xmin: 60, ymin: 10, xmax: 20, ymax: 50 };
const after = { ...before, xmin: 20, xmax: 60 };
const patch = { file: 'a.xml', object: 2, before, after };
const finding = (id: string, applied: string | null): Finding => ({
  ...{
    id,
    file: 'a.xml',
    line: 7,
    object: 2,
    code: 'box-swapped',
    severity: 'error',
    reason: 'xmax < xmin',
    image: 'a',
  },
  repair: {
    choices: [
      { value: 'repair', label: 'Swap' },
      { value: 'drop', label: 'Drop' },
    ],
    applied,
    patches: [patch],
  },
});
const byHand = { ...finding('by hand', null), repair: null };

test('one repair, all and none', () => {
  const findings = [finding('one', null), finding('two', 'drop'), byHand];
  const applied = appliedRepairs(findings);
  expect(applied).toEqual({ two: 'drop' });
  expect(withRepairs(applied, findings)).toEqual({ one: 'repair', two: 'drop' });
  expect(withoutRepair({ one: 'repair', two: 'drop' }, 'two')).toEqual({ one: 'repair' });
});

test('the patch list has what is applied alone', () => {
  expect(patchList([finding('one', null), finding('two', 'repair'), byHand])).toEqual([
    { code: 'box-swapped', ...patch },
  ]);
});

test('the report has a row a finding', () => {
  const { columns, rows } = reportTable([finding('one', 'drop'), byHand]);
  expect(columns).toHaveLength(8);
  expect(rows).toEqual([
    ['error', 'box-swapped', 'a.xml', 7, 2, 'xmax < xmin', 'Swap', 'drop'],
    ['error', 'box-swapped', 'a.xml', 7, 2, 'xmax < xmin', null, null],
  ]);
});

test('a patch is drawn in pixels from 0, the box after it on top', () => {
  expect(drawnPatches([patch]).map(({ box, stroke, label }) => [box, stroke, label])).toEqual([
    [[19, 9, 59, 49], 'solid', 'dog after'],
    [[19, 9, 59, 49], 'dashed', 'dog before'],
  ]);
  expect(drawnPatches([{ ...patch, before: { width: 0 }, after: null }])).toEqual([]);
});

test('a patch is read by the fields that differ; what is dropped is one change', () => {
  expect(changedFacts(patch)).toEqual([
    { name: 'xmin', before: '60', after: '20' },
    { name: 'xmax', before: '20', after: '60' },
  ]);
  expect(changedFacts({ ...patch, after: null })).toEqual([{ name: 'dog', before: 'there', after: 'dropped' }]);
  expect(changedFacts({ ...patch, before: { difficult: null }, after: { difficult: false } })).toEqual([
    { name: 'difficult', before: '\u2013', after: '0' },
  ]);
});
