import { expect, test } from 'vitest';
import { positionOf, type SliderScale, valueAtPosition } from './slider-scale';

const linear: SliderScale = { min: -10, max: 10, step: 0.1 };
const logarithmic: SliderScale = { min: 0.001, max: 1, step: 0.001, logarithmic: true };

test('the ends are the ends, and the middle is the mean or the geometric mean', () => {
  expect([0, 0.5, 1].map((position) => valueAtPosition(position, linear))).toEqual([-10, 0, 10]);
  expect([0, 1 / 3, 1].map((position) => valueAtPosition(position, logarithmic))).toEqual([0.001, 0.01, 1]);
  expect(positionOf(0.01, logarithmic)).toBeCloseTo(1 / 3, 10);
});

test('a value comes back from its position', () => {
  for (const value of [-10, -0.3, 6.4, 6.5]) expect(valueAtPosition(positionOf(value, linear), linear)).toBe(value);
  for (const value of [0.002, 0.01, 0.45, 1]) {
    expect(valueAtPosition(positionOf(value, logarithmic), logarithmic)).toBe(value);
  }
});

test('whole numbers stay whole, with two digits', () => {
  const scale: SliderScale = { min: 1, max: 10000, step: 1, logarithmic: true };
  expect(valueAtPosition(positionOf(400, scale), scale)).toBe(400);
  expect(valueAtPosition(0.6, scale)).toBe(250);
});

test('a value beyond the scale stands at its end', () => {
  expect(positionOf(12, linear)).toBe(1);
  expect(positionOf(0, logarithmic)).toBe(0);
});
