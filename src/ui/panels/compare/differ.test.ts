import { expect, test } from 'vitest';
import { hundredths, signed, speaksFor } from './differ';

test('a difference is printed with its sign, exactly 0 without one, an unknown one as a dash', () => {
  const print = (size: number) => size.toFixed(2);
  expect([1.5, -0.25, 0, null, Number.NaN].map((value) => signed(value, print))).toEqual([
    '+1.50',
    '\u22120.25',
    '0',
    '\u2013',
    '\u2013',
  ]);
});

test.each([
  [0.1, 'higher', 'better'],
  [-0.1, 'higher', 'worse'],
  [-2, 'lower', 'better'],
  [2, 'lower', 'worse'],
  [2, null, null],
  [0, 'higher', null],
  [null, 'higher', null],
] as const)('%d where %s is better speaks: %s', (difference, better, said) => {
  expect(speaksFor(difference, better)).toBe(said);
});

test('mAP is said in hundredths', () => {
  expect(signed(0.0134, hundredths)).toBe('+1.3');
  expect(signed(-0.0002, hundredths)).toBe('0.0');
});
