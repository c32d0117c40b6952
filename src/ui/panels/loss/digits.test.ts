import { expect, test } from 'vitest';
import { digits, percent } from './digits';

test('six significant digits, with a power of ten where there would be more zeros than digits', () => {
  expect([559.549966, 9.62189094, 0.00110191147, 0.000121132885, 12345678].map(digits)).toEqual([
    ...['559.550', '9.62189', '0.00110191', '1.21133e-4', '1.23457e7'],
  ]);
});

test('a true 0 is 0 and an unknown value a dash', () => {
  expect([digits(0), digits(Number.NaN), percent(0), percent(Number.NaN)]).toEqual(['0', '\u2013', '0%', '\u2013']);
});

test('a share has one decimal', () => {
  expect([percent(0.36046), percent(1)]).toEqual(['36.0%', '100.0%']);
});
