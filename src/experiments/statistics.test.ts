import { describe, expect, test } from 'vitest';
import { compareArms, describeSample, pairBySeed } from './statistics';

/** Student's sleep data (Biometrika 6, 1908): extra hours under the second drug less those under the first. */
const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

/** Darwin's maize (Fisher, The Design of Experiments, 1935, ch. III): crossed less self-fertilised, eighths of an inch. */
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('a sample', () => {
  test("of Student's sleep data has the interval that R's t.test prints: 0.7001142 to 2.4598858", () => {
    const { n, mean, std, interval } = describeSample(sleep);
    expect([n, mean]).toEqual([10, 1.58]);
    expect(std).toBeCloseTo(1.2299955, 6);
    expect(interval?.low).toBeCloseTo(0.7001142, 6);
    expect(interval?.high).toBeCloseTo(2.4598858, 6);
  });

  test("of Darwin's maize has Fisher's t of 2.148, and the interval that SciPy's t.interval gives", () => {
    const { n, mean, std, interval } = describeSample(maize);
    expect(mean / ((std as number) / Math.sqrt(n))).toBeCloseTo(2.148, 3);
    expect(interval?.low).toBeCloseTo(0.0311933, 6);
    expect(interval?.high).toBeCloseTo(41.8354733, 6);
  });

  test('of equal values has an interval of no width', () => {
    expect(describeSample([0.25, 0.25, 0.25])).toEqual({
      n: 3,
      mean: 0.25,
      std: 0,
      interval: { mean: 0.25, low: 0.25, high: 0.25 },
    });
  });

  test('of one value has no spread and no interval', () => {
    expect(describeSample([0.4])).toEqual({ n: 1, mean: 0.4, std: null, interval: null });
  });

  test.each([[[]], [[Number.NaN]], [[1, Number.POSITIVE_INFINITY]]])('of %j is refused', (values) => {
    expect(() => describeSample(values)).toThrow(/at least one finite number/);
  });
});

describe('the bootstrap', () => {
  test('comes close to the percentiles of all resamples that there are', () => {
    const values = [-0.4, 0.1, 0.3, 0.9, 1.6];
    const means: number[] = [];
    for (let code = 0; code < 5 ** 5; code++) {
      let sum = 0;
      for (let i = 0, rest = code; i < 5; i++, rest = Math.floor(rest / 5)) sum += values[rest % 5];
      means.push(sum / 5);
    }
    means.sort((a, b) => a - b);
    const { bootstrap } = compareArms(values);
    expect(bootstrap?.low).toBeCloseTo(means[Math.floor(0.025 * means.length)], 1);
    expect(bootstrap?.high).toBeCloseTo(means[Math.floor(0.975 * means.length)], 1);
  });

  // Written anew in Python from the published sfc32, FNV-1a and murmur3, with NumPy's sort and mean.
  test.each([
    [sleep, 1, 0.94, 2.38],
    [sleep, 2, 0.95, 2.37],
    [maize, 1, 26 / 15, 38],
    [maize, 2, 22 / 15, 38],
  ])('of %j under seed %i is that of a second implementation', (values, seed, low, high) => {
    const { bootstrap } = compareArms(values, seed);
    expect(bootstrap?.low).toBeCloseTo(low, 9);
    expect(bootstrap?.high).toBeCloseTo(high, 9);
  });

  // The percentiles of all 10^10 and 15^15 resamples, by the powers of a polynomial in exact integers.
  test.each([
    [sleep, 0.95, 2.38],
    [maize, 1.4, 38.1333333],
  ])('of %j lies within a fiftieth of the exact percentiles', (values, low, high) => {
    const { bootstrap } = compareArms(values);
    expect(Math.abs((bootstrap?.low as number) - low)).toBeLessThan((high - low) / 50);
    expect(Math.abs((bootstrap?.high as number) - high)).toBeLessThan((high - low) / 50);
  });

  test('of one value does not exist', () => {
    expect(compareArms([0.3]).bootstrap).toBeNull();
  });

  test('is the same for the same seed', () => {
    expect(compareArms(sleep, 3)).toEqual(compareArms(sleep, 3));
    expect(compareArms(sleep, 3).bootstrap).not.toEqual(compareArms(sleep, 4).bootstrap);
  });
});

describe('the verdict', () => {
  test('is better or worse where the interval leaves 0 out', () => {
    expect(compareArms(sleep).verdict).toEqual({ kind: 'better' });
    expect(compareArms(sleep.map((value) => -value)).verdict).toEqual({ kind: 'worse' });
  });

  test("cannot tell where the interval holds 0, and says how many pairs would do, by SciPy's t.ppf", () => {
    const { verdict } = compareArms([0.5, -0.2, 0.4, 0.1]);
    expect(verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: 13 });
  });

  test('names no number where none would do', () => {
    expect(compareArms([1, -1, 1, -1]).verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: null });
    expect(compareArms([0.7]).verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: null });
  });

  test('of equal differences needs no interval', () => {
    expect(compareArms([0, 0, 0]).verdict).toEqual({ kind: 'equal' });
    expect(compareArms([0.5, 0.5, 0.5]).verdict).toEqual({ kind: 'better' });
  });

  test('waits for three pairs, however well two agree', () => {
    expect(compareArms([0.5, 0.5]).verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: 3 });
    expect(compareArms([0.5, 0.501]).verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: 3 });
  });
});

test('pairs leave out a seed whose run failed in either arm', () => {
  const arm = new Map([
    [1, 0.5],
    [2, null],
    [3, 0.7],
    [5, 0.1],
  ]);
  const baseline = new Map([
    [1, 0.4],
    [2, 0.3],
    [3, null],
    [4, 0.2],
    [5, 0.3],
  ]);
  const { seeds, differences } = pairBySeed(arm, baseline);
  expect(seeds).toEqual([1, 5]);
  expect(differences[0]).toBeCloseTo(0.1);
  expect(differences[1]).toBeCloseTo(-0.2);
});
