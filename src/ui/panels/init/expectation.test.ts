import { describe, expect, test } from 'vitest';
import { type InitializerSpec, initializeFilter, Random } from '../../../ssd';
import { density, expectation, isWithin, type WeightLaw } from './expectation';

const uniform = (count: number, bound: number): WeightLaw => ({
  count,
  mean: 0,
  std: bound / Math.sqrt(3),
  kurtosis: 1.8,
});
const normal = (count: number, std: number): WeightLaw => ({ count, mean: 0, std, kurtosis: 3 });

function sampleStd(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('the band of the standard deviation', () => {
  test('of 10,000 normal weights is 2.75% to either side: 3.8906 / sqrt(2 n)', () => {
    const { std, stdBand } = expectation([normal(10000, 0.01)]);
    expect(std).toBe(0.01);
    expect(stdBand[1] / std - 1).toBeCloseTo(0.0275 + 0.00076, 4);
  });

  test('is narrower for a uniform distribution, by the root of 0.8 / 2', () => {
    const [n, u] = [expectation([normal(1e6, 1)]), expectation([uniform(1e6, Math.sqrt(3))])];
    expect((u.stdBand[1] - u.std) / (n.stdBand[1] - n.std)).toBeCloseTo(Math.sqrt(0.4), 1);
  });

  const shape = [3, 3, 24, 16] as const;
  test.each<{ spec: InitializerSpec; std: number; kurtosis: number }>([
    { spec: { kind: 'uniform', scale: 0.07 }, std: 0.07 / Math.sqrt(3), kurtosis: 1.8 },
    { spec: { kind: 'normal', std: 0.01 }, std: 0.01, kurtosis: 3 },
    { spec: { kind: 'orthogonal', scale: 1.5 }, std: 1.5 / Math.sqrt(216), kurtosis: 1 },
  ])('holds every sample of a $spec.kind filter, and none 15 %% wider', ({ spec, std, kurtosis }) => {
    const count = 3 * 3 * 24 * 16;
    const { stdBand } = expectation([{ count, mean: 0, std, kurtosis }]);
    for (let seed = 0; seed < (spec.kind === 'orthogonal' ? 20 : 200); seed++) {
      const found = sampleStd(initializeFilter(spec, shape, new Random(seed)));
      expect(isWithin(found, stdBand)).toBe(true);
      expect(isWithin(found * 1.15, stdBand)).toBe(false);
    }
  });

  test('of several filters weighs their variances by their counts', () => {
    const { std, count } = expectation([normal(300, 0.1), normal(100, 0.3)]);
    expect(count).toBe(400);
    expect(std).toBeCloseTo(Math.sqrt((300 * 0.01 + 100 * 0.09) / 400), 12);
  });

  test('of equal weights is a point', () => {
    const { mean, std, stdBand } = expectation([{ count: 10, mean: 20, std: 0, kurtosis: 3 }]);
    expect([mean, std]).toEqual([20, 0]);
    expect(isWithin(0, stdBand)).toBe(true);
    expect(isWithin(1e-9, stdBand)).toBe(false);
  });

  test('of two constants is the distance of their means, and nothing random', () => {
    const { mean, std, stdBand } = expectation([
      { count: 1, mean: -1, std: 0, kurtosis: 3 },
      { count: 1, mean: 1, std: 0, kurtosis: 3 },
    ]);
    expect([mean, std]).toEqual([0, 1]);
    expect(stdBand[1] - stdBand[0]).toBeLessThan(1e-5);
  });
});

describe('the density of weights', () => {
  test('integrates to 1', () => {
    for (const law of [uniform(1, 0.07), normal(1, 0.02)]) {
      let sum = 0;
      for (let x = -0.2; x < 0.2; x += 1e-4) sum += density(law, x)! * 1e-4;
      expect(sum).toBeCloseTo(1, 2);
    }
  });

  test('of equal weights is no function', () => {
    expect(density({ count: 1, mean: 0, std: 0, kurtosis: 3 }, 0)).toBeNull();
  });
});
