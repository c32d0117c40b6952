import { expect, test } from 'vitest';
import { arranged } from './arrange';

const rejected = [
  { file: 'b10.xml', object: 2, reason: 'xmax <= xmin' },
  { file: 'b2.xml', object: null, reason: 'XML does not parse' },
  { file: 'b10.xml', object: null, reason: 'no objects' },
];

test('files sort by number, not by letter', () => {
  expect(arranged(rejected, { key: 'file', descending: false }, '').map(({ file }) => file)).toEqual([
    'b2.xml',
    'b10.xml',
    'b10.xml',
  ]);
});

test('a whole file comes before its objects', () => {
  expect(arranged(rejected, { key: 'object', descending: false }, '').at(-1)?.object).toBe(2);
});

test('the filter looks into file and reason, without regard to case', () => {
  expect(arranged(rejected, { key: 'file', descending: true }, 'PARSE')).toEqual([rejected[1]]);
  expect(arranged(rejected, { key: 'file', descending: true }, 'b10')).toHaveLength(2);
});

test('the rows that were given stay as they are', () => {
  const before = [...rejected];
  arranged(rejected, { key: 'reason', descending: true }, '');
  expect(rejected).toEqual(before);
});
