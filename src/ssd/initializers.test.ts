import { describe, expect, test } from 'vitest';
import { expectedMoments, type FilterShape, fans, initializeFilter, initializerSpecs, msraPrelu } from './initializers';
import { Random } from './random';

const shape: FilterShape = [3, 3, 64, 48];

describe.each(Object.entries(initializerSpecs))('%s', (name, spec) => {
  const weights = initializeFilter(spec, shape, new Random(name));
  const { mean, variance } = expectedMoments(spec, shape);

  test('has the mean and the variance that it should, within five standard errors', () => {
    const n = weights.length;
    const average = weights.reduce((sum, w) => sum + w, 0) / n;
    const spread = weights.reduce((sum, w) => sum + (w - average) ** 2, 0) / n;
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(5 * Math.sqrt(variance / n));
    expect(Math.abs(spread - variance)).toBeLessThanOrEqual(5 * variance * Math.sqrt(2 / n) + 1e-12);
  });

  test('is the same for the same seed and has the size of the filter', () => {
    expect(initializeFilter(spec, shape, new Random(name))).toEqual(weights);
    expect(weights).toHaveLength(3 * 3 * 64 * 48);
  });
});

test('the variances of GluonCV for a predictor of 84 x 512 x 3 x 3', () => {
  // Source: spec section 11 and initializers.json of the goldens.
  const predictor: FilterShape = [3, 3, 512, 84];
  expect(fans(predictor)).toEqual({ fanIn: 4608, fanOut: 756 });
  expect(expectedMoments(initializerSpecs['xavier-gaussian-out-2'], predictor).variance).toBeCloseTo(0.00264550265, 10);
  expect(expectedMoments(initializerSpecs['xavier-uniform-avg-2'], predictor).variance).toBeCloseTo(0.000248570718, 10);
  expect(expectedMoments(initializerSpecs['uniform-0.07'], predictor).variance).toBeCloseTo(0.00163333333, 10);
  expect(expectedMoments(msraPrelu('avg', 0.25), predictor).std).toBeCloseTo(0.0264923901, 8);
});

test('a uniform scheme stays within its bound and reaches for it', () => {
  const spec = initializerSpecs['xavier-uniform-avg-2'];
  const bound = expectedMoments(spec, shape).bound ?? 0;
  const weights = initializeFilter(spec, shape, new Random('bound'));
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  expect(largest).toBeLessThanOrEqual(Math.fround(bound));
  expect(largest).toBeGreaterThan(0.999 * bound);
});

test('a gaussian scheme is not truncated', () => {
  const spec = initializerSpecs['xavier-gaussian-out-2'];
  const std = expectedMoments(spec, shape).std ?? 0;
  const weights = initializeFilter(spec, shape, new Random('tail'));
  expect(weights.filter((w) => Math.abs(w) > 3 * std).length).toBeGreaterThan(0);
});

test.each([
  ['rows', [2, 2, 3, 5] as const],
  ['columns', [1, 2, 3, 10] as const],
])('orthogonal %s are perpendicular and of norm 1.414', (_, filter) => {
  const weights = initializeFilter(initializerSpecs.orthogonal, filter, new Random('orthogonal'));
  const [outputs, inputs] = [filter[3], filter[0] * filter[1] * filter[2]];
  const count = Math.min(outputs, inputs);
  const entry = (v: number, i: number) => weights[outputs <= inputs ? i * outputs + v : v * outputs + i];
  for (let v = 0; v < count; v++) {
    for (let w = 0; w <= v; w++) {
      let product = 0;
      for (let i = 0; i < Math.max(outputs, inputs); i++) product += entry(v, i) * entry(w, i);
      expect(product).toBeCloseTo(v === w ? 1.999396 : 0, 5);
    }
  }
});

test('a bilinear kernel interpolates, the same for every input and output', () => {
  // Source: initializers.json of the goldens, 4 x 4.
  const weights = initializeFilter({ kind: 'bilinear' }, [4, 4, 1, 2], new Random());
  const [a, b, c] = [0.0625, 0.1875, 0.5625];
  const kernel = [a, b, b, a, b, c, c, b, b, c, c, b, a, b, b, a];
  expect([...weights]).toEqual(kernel.flatMap((value) => [value, value]));
  expect(() => expectedMoments({ kind: 'bilinear' }, [4, 4, 1, 1])).toThrow('a bilinear kernel is not random');
});

test('a filter without outputs has no weights', () => {
  expect(initializeFilter(initializerSpecs.orthogonal, [3, 3, 2, 0], new Random())).toHaveLength(0);
});
