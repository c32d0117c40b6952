import { describe, expect, test } from 'vitest';
import { compareStatistics, parseComparePlan, trainingsOf } from './compare';

const base = { data: { kind: 'sprites' }, optimizer: { kind: 'sgd', learningRate: 0.01 }, steps: 7 };
const arms = [
  { name: 'sample', normalization: 'sample' },
  { name: 'batch', normalization: 'batch', optimizer: { learningRate: 0.02 } },
  { name: 'batch, argmax', decoder: 'argmax', optimizer: { learningRate: 0.02 } },
];
const input = (compare: unknown) => ({ ...base, compare });

describe('a plan', () => {
  test('gives every arm the base with what it overrides', () => {
    const plan = parseComparePlan(input({ arms, seeds: [1, 2] }));
    const [sample, batch] = plan.arms.map(({ config }) => config);
    expect(sample).toMatchObject({ normalization: 'sample', steps: 7, optimizer: { kind: 'sgd', learningRate: 0.01 } });
    expect(batch).toMatchObject({ normalization: 'batch', optimizer: { kind: 'sgd', learningRate: 0.02 } });
  });

  test('keeps the cells of its arms and how it is tuned, and has neither of them otherwise', () => {
    const tune = { learningRates: [0.5, 1, 2], seeds: [9] };
    const cells = arms.map((arm, i) => ({ ...arm, factors: { trick: `level ${i}` } }));
    const plan = parseComparePlan(input({ arms: cells, seeds: [1], tune }));
    expect(plan.tune).toEqual(tune);
    expect(plan.arms.map(({ factors }) => factors?.trick)).toEqual(['level 0', 'level 1', 'level 2']);
    const plain = parseComparePlan(input({ arms, seeds: [1], tune: null }));
    expect([...Object.keys(plain), ...Object.keys(plain.arms[0])]).toEqual(['arms', 'seeds', 'name', 'config']);
  });

  test('trains seed by seed, and once for arms that differ in the decoder alone', () => {
    const trainings = trainingsOf(parseComparePlan(input({ arms, seeds: [4, 5] })));
    expect(trainings.map(({ seed, arms }) => [seed, ...arms.map(({ name }) => name)])).toEqual([
      [4, 'sample'],
      [4, 'batch', 'batch, argmax'],
      [5, 'sample'],
      [5, 'batch', 'batch, argmax'],
    ]);
    expect(trainings.map(({ config }) => config.seed)).toEqual([4, 4, 5, 5]);
  });

  test.each([
    [{ arms: arms.slice(0, 1), seeds: [1] }, /compare\.arms/],
    [{ arms, seeds: [] }, /compare\.seeds/],
    [{ arms, seeds: [1, 1] }, /"1" stands twice/],
    [{ arms: [arms[0], arms[0]], seeds: [1] }, /"sample" stands twice/],
    [{ arms: [arms[0], { name: 'other', steps: 0 }], seeds: [1] }, /arm "other": .*steps/],
    [{ arms: [arms[0], { name: 'other', speed: 3 }], seeds: [1] }, /arm "other": .*speed: unknown key/],
    [{ arms, seeds: [1], paired: false }, /compare\.paired/],
    [{ arms, seeds: [1], tune: { learningRates: [1], seeds: [9] } }, /compare\.tune\.learningRates/],
    [{ arms, seeds: [1], tune: { learningRates: [1, 0], seeds: [9] } }, /compare\.tune\.learningRates\.1/],
    [{ arms, seeds: [1], tune: { learningRates: [1, 2, 1], seeds: [9] } }, /"1" stands twice/],
    [{ arms, seeds: [1, 2], tune: { learningRates: [1, 2], seeds: [9, 2] } }, /"2" is a seed of the comparison/],
    [{ arms: [arms[0], { name: 'other', factors: { trick: 1 } }], seeds: [1] }, /compare\.arms\.1\.factors\.trick/],
  ])('%j is refused by name', (compare, reason) => {
    expect(() => parseComparePlan(input(compare))).toThrow(reason);
  });
});

test('the statistics pair the seeds of both arms, and leave out a failed run', () => {
  const scores = new Map([
    ['a', new Map([1, 2, 3].map((seed) => [seed, 0.1 * seed]))],
    ['b', new Map<number, number | null>([[1, 0.15], [2, null], [3, 0.37]])], // biome-ignore format: a row a seed
    ['c', new Map<number, number | null>([[1, null]])],
  ]);
  const { arms: samples, comparisons } = compareStatistics(['a', 'b', 'c'], scores);
  expect(samples.map(({ sample }) => sample?.n ?? null)).toEqual([3, 2, null]);
  expect(comparisons[0]).toMatchObject({ arm: 'b', baseline: 'a', seeds: [1, 3] });
  expect(comparisons[0].comparison?.mean).toBeCloseTo(0.06);
  expect(comparisons[1].comparison).toBeNull();
});

test('where every run failed there are no statistics, and nothing throws', () => {
  const failed = new Map<number, number | null>([
    [1, null],
    [2, null],
  ]);
  const { arms: samples, comparisons } = compareStatistics(['a', 'b'], new Map([['a', failed]]));
  expect(samples).toEqual([
    { name: 'a', sample: null },
    { name: 'b', sample: null },
  ]);
  expect(comparisons).toEqual([{ arm: 'b', baseline: 'a', seeds: [], differences: [], comparison: null }]);
});
