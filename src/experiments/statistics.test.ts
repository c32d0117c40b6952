import { describe, expect, test } from 'vitest';
import { compareArms, describeSample, pairBySeed } from './statistics';

/** Student's sleep data (Biometrika 6, 1908): extra hours under the second drug less those under the first. */
const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe('a sample', () => {
  test("of Student's sleep data has the interval that R's t.test prints: 0.7001142 to 2.4598858", () => {
    const { n, mean, std, interval } = describeSample(sleep);
    expect([n, mean]).toEqual([10, 1.58]);
    expect(std).toBeCloseTo(1.2299955, 6);
    expect(interval?.low).toBeCloseTo(0.7001142, 6);
    expect(interval?.high).toBeCloseTo(2.4598858, 6);
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

  test('cannot tell where the interval holds 0, and says how many pairs would do', () => {
    const { verdict, mean, std } = compareArms([0.5, -0.2, 0.4, 0.1]);
    expect(verdict.kind).toBe('cannot-tell');
    const { pairsNeeded } = verdict as { pairsNeeded: number };
    // With that many, 1.96 to 2.2 standard errors are less than the mean.
    expect((2.2 * (std as number)) / Math.sqrt(pairsNeeded)).toBeGreaterThan(mean * 0.9);
    expect((1.96 * (std as number)) / Math.sqrt(pairsNeeded)).toBeLessThan(mean);
  });

  test('names no number where none would do', () => {
    expect(compareArms([1, -1, 1, -1]).verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: null });
    expect(compareArms([0.7]).verdict).toEqual({ kind: 'cannot-tell', pairsNeeded: null });
  });

  test('of equal differences needs no interval', () => {
    expect(compareArms([0, 0, 0]).verdict).toEqual({ kind: 'equal' });
    expect(compareArms([0.5, 0.5]).verdict).toEqual({ kind: 'better' });
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
