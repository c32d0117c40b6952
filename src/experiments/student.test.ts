import { expect, test } from 'vitest';
import { studentQuantile } from './student';

/** The two-sided 95% and 99% columns of the table in NIST/SEMATECH e-Handbook, sec. 1.3.6.7.2. */
test.each([
  [1, 12.706, 63.657],
  [2, 4.303, 9.925],
  [3, 3.182, 5.841],
  [4, 2.776, 4.604],
  [5, 2.571, 4.032],
  [7, 2.365, 3.499],
  [9, 2.262, 3.25],
  [10, 2.228, 3.169],
  [19, 2.093, 2.861],
  [29, 2.045, 2.756],
  [30, 2.042, 2.75],
  [60, 2.0, 2.66],
  [100, 1.984, 2.626],
])('with %i degrees of freedom the table is met', (freedom, at95, at99) => {
  expect(studentQuantile(0.975, freedom)).toBeCloseTo(at95, 3);
  expect(studentQuantile(0.995, freedom)).toBeCloseTo(at99, 3);
});

test('with 1 degree of freedom it is the Cauchy distribution, with many the normal one', () => {
  expect(studentQuantile(0.9, 1)).toBeCloseTo(Math.tan(0.4 * Math.PI), 9);
  expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
});

test('it is symmetric about 0', () => {
  expect(studentQuantile(0.5, 4)).toBeCloseTo(0, 9);
  expect(studentQuantile(0.1, 4)).toBe(-studentQuantile(0.9, 4));
});

test.each([
  [0, 3],
  [1, 3],
  [Number.NaN, 3],
  [0.9, 0],
])('probability %d with %d degrees of freedom is refused', (probability, freedom) => {
  expect(() => studentQuantile(probability, freedom)).toThrow(RangeError);
});
