import { expect, test } from 'vitest';
import {
  applyColour,
  brightness,
  type ColourMatrix,
  composeColour,
  contrast,
  hue,
  sampleColourDistortion,
  saturation,
} from './colour';
import { Random } from './random';

const colours = [197, 140, 115, 216, 242, 158, 0, 0, 0];
const apply = (matrix: ColourMatrix, values = colours) => {
  const pixels = Float32Array.from(values);
  applyColour(matrix, pixels);
  return [...pixels];
};
const near = (values: readonly number[], digits = 3) => values.map((value) => expect.closeTo(value, digits));

test('brightness adds, contrast multiplies, and nothing is clipped', () => {
  expect(apply(brightness(-10), [5, 20, 250])).toEqual([-5, 10, 240]);
  expect(apply(contrast(1.5), [10, 20, 200])).toEqual([15, 30, 300]);
});

test('saturation 0 leaves the luma, 1 the colour', () => {
  const luma = 0.299 * 197 + 0.587 * 140 + 0.114 * 115;
  expect(apply(saturation(0), [197, 140, 115])).toEqual(near([luma, luma, luma]));
  expect(apply(saturation(1))).toEqual(near(colours));
});

test('GluonCV saturates and turns the same', () => {
  // Source: the first colour case of augment.json in the goldens.
  expect(apply(saturation(1.48484587), [197, 140, 115])).toEqual(near([217.754797, 133.118583, 95.9974358]));
  expect(apply(hue(11.3155548), [197, 140, 115])).toEqual(near([112.130943, 183.802046, 111.970596]));
});

test('a hue turn keeps grey and comes back after two half turns', () => {
  expect(apply(hue(0.7), [100, 100, 100])).toEqual(near([100, 100, 100], 0));
  // The reference's YIQ matrices are rounded to three digits, so even a turn of 0 is not quite the identity.
  apply(composeColour(hue(1), hue(1))).forEach((value, i) => {
    expect(Math.abs(value - colours[i])).toBeLessThan(1);
  });
});

test('a composition does the first map, then the second', () => {
  expect(apply(composeColour(brightness(10), contrast(2)), [1, 2, 3])).toEqual([22, 24, 26]);
  expect(apply(composeColour(contrast(2), brightness(10)), [1, 2, 3])).toEqual([12, 14, 16]);
  const steps = [brightness(-20), saturation(1.3), hue(4.2), contrast(0.6)];
  const oneByOne = steps.reduce((pixels, step) => apply(step, pixels), colours);
  expect(apply(steps.reduce(composeColour))).toEqual(near(oneByOne));
});

test('a sampled distortion is reproducible and skips every step once in 16 times', () => {
  const identity = [...brightness(0)];
  let untouched = 0;
  for (let i = 0; i < 1600; i++) {
    const matrix = sampleColourDistortion(new Random('colour', i));
    if (matrix.every((value, k) => value === identity[k])) untouched++;
  }
  expect(Math.abs(untouched - 100)).toBeLessThan(50);
  expect(sampleColourDistortion(new Random(5))).toEqual(sampleColourDistortion(new Random(5)));
});

test('no pixels, no work', () => {
  expect(apply(contrast(2), [])).toEqual([]);
});
