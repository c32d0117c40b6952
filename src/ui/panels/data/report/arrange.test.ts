import { expect, test } from 'vitest';
import type { Finding } from '../../../../worker';
import { arranged, countFindings } from './arrange';

const finding = (code: string, severity: Finding['severity'], file: string, rest: Partial<Finding> = {}): Finding => ({
  ...{
    id: `${code} ${file} ${rest.object}`,
    code,
    severity,
    file,
    line: null,
    object: null,
    image: null,
    repair: null,
  },
  reason: `${code} of ${file}`,
  ...rest,
});
const repair = (applied: string | null) => ({ choices: [{ value: 'drop', label: 'Drop' }], applied, patches: [] });
const findings = [
  finding('image-grey', 'note', 'a.jpg'),
  finding('box-outside', 'error', 'b10.xml', { object: 2, repair: repair(null) }),
  finding('box-outside', 'error', 'b2.xml', { repair: repair('drop') }),
  finding('box-outside', 'error', 'b10.xml', { object: 1 }),
  finding('size-missing', 'warning', 'c.xml'),
  finding('annotation-unreadable', 'error', 'd.xml'),
];

test('groups stand by severity, then by their number; files sort by number, not by letter', () => {
  const groups = arranged(findings, 'all', '');
  expect(groups.map(({ code }) => code)).toEqual([
    'box-outside',
    'annotation-unreadable',
    'size-missing',
    'image-grey',
  ]);
  expect(groups[0].findings.map(({ file, object }) => [file, object])).toEqual([
    ['b2.xml', null],
    ['b10.xml', 1],
    ['b10.xml', 2],
  ]);
});

test('a severity and a text filter, without regard to case', () => {
  expect(arranged(findings, 'warning', '').map(({ code }) => code)).toEqual(['size-missing']);
  expect(arranged(findings, 'all', ' B10 ').map(({ findings }) => findings.length)).toEqual([2]);
  expect(arranged(findings, 'note', 'b10')).toEqual([]);
});

test('a repaired error refuses nothing more', () => {
  expect(countFindings(findings)).toEqual({ all: 6, error: 4, warning: 1, note: 1, refused: 3, repairable: 1 });
});
