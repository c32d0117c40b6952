import { expect, test } from 'vitest';
import { csvOf, spread } from './table';

test('CSV quotes what needs it and leaves unknown values empty', () => {
  const rows = [
    ['a,b', 1, null],
    ['say "x"', Number.NaN, 0],
  ];
  expect(csvOf({ columns: ['name', 'n', 'ap'], rows })).toBe('name,n,ap\r\n"a,b",1,\r\n"say ""x""",,0\r\n');
});

test('the caption of a CSV is a comment of one line', () => {
  expect(csvOf({ columns: ['n'], rows: [[1]] }, 'seed 1\nsteps 5')).toBe('# seed 1 steps 5\r\nn\r\n1\r\n');
});

test('a long table is spread evenly, first and last row among them', () => {
  const rows = Array.from({ length: 1001 }, (_, i) => i);
  expect(spread(rows, 5)).toEqual([0, 250, 500, 750, 1000]);
  expect(spread([1, 2], 5)).toEqual([1, 2]);
});
