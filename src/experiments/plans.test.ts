import { describe, expect, test } from 'vitest';
import { type ArmConfig, trainingsOf } from './compare';
import { parseRunConfig } from './config';
import { gridFactors, gridPlan } from './grid';
import { defaultFairness, defaultTuning, trickPlans } from './plans';

const base = parseRunConfig({ data: { kind: 'sprites' }, steps: 9, seed: 77 });
const options = { seeds: [1, 2], fairness: defaultFairness };

test('each trick alone has two arms, the one without the trick first, that differ in it only', () => {
  const alone = (['normalization', 'initializer', 'decoder'] as const).map((trick) => {
    const { arms } = trickPlans[trick].plan(base, options);
    const changed = (Object.keys(arms[0].config) as (keyof ArmConfig)[]).filter(
      (key) => JSON.stringify(arms[0].config[key]) !== JSON.stringify(arms[1].config[key]),
    );
    return [arms.map(({ name }) => name), changed];
  });
  expect(alone).toEqual([
    [['sample-wise (matched scale)', 'batch-wise'], ['normalization']],
    [['uniform(0.07)', 'xavier(uniform,avg,2)'], ['initializer']],
    [['argmax', 'per class'], ['decoder']],
  ]);
});

test('all eight arms are the eight cells, and cost four trainings a seed', () => {
  const plan = trickPlans.all.plan(base, options);
  expect(plan.arms.map(({ name }) => name)).toEqual([
    'sample-wise (matched scale), uniform(0.07), argmax',
    'sample-wise (matched scale), uniform(0.07), per class',
    'sample-wise (matched scale), xavier(uniform,avg,2), argmax',
    'sample-wise (matched scale), xavier(uniform,avg,2), per class',
    'batch-wise, uniform(0.07), argmax',
    'batch-wise, uniform(0.07), per class',
    'batch-wise, xavier(uniform,avg,2), argmax',
    'batch-wise, xavier(uniform,avg,2), per class',
  ]);
  expect(plan.arms[5].config).toMatchObject({
    normalization: 'batch',
    initializer: 'uniform-0.07',
    decoder: 'per-class',
  });
  expect(trainingsOf(plan)).toHaveLength(8);
  expect(gridFactors(plan.arms)?.map(({ name, levels }) => [name, ...levels])).toEqual([
    ['normalization', 'sample-wise (matched scale)', 'batch-wise'],
    ['initializer', 'uniform(0.07)', 'xavier(uniform,avg,2)'],
    ['decoder', 'argmax', 'per class'],
  ]);
});

test('fairness reaches the arms and the plan', () => {
  const fairness = { sampleScale: 'sum', tune: defaultTuning } as const;
  const { arms, tune } = trickPlans.normalization.plan(base, { ...options, fairness });
  expect(arms[0]).toMatchObject({ name: 'sample-wise (as defined)', config: { sampleScale: 'sum' } });
  expect(tune).toEqual(defaultTuning);
});

describe('a grid', () => {
  test('of a factor whose levels have one name is refused', () => {
    const initializers = ['zero', 'zero'] as const;
    expect(() => trickPlans.initializer.plan(base, { ...options, initializers })).toThrow(/"constant\(0\)" twice/);
  });

  test('of no factors is the base alone, under its seeds only', () => {
    const { arms, seeds } = gridPlan(base, [], { seeds: [5] });
    expect(arms).toHaveLength(1);
    expect(arms[0].config).not.toHaveProperty('seed');
    expect(seeds).toEqual([5]);
  });

  test('is not seen in arms of which a cell is missing, doubled or unnamed', () => {
    const { arms } = trickPlans.all.plan(base, options);
    expect(gridFactors([])).toBeNull();
    expect(gridFactors(arms.slice(0, 7))).toBeNull();
    expect(gridFactors(arms.with(3, arms[2]))).toBeNull();
    expect(gridFactors(arms.map(({ name, config }) => ({ name, config })))).toBeNull();
  });
});
