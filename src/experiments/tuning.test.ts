import { describe, expect, test } from 'vitest';
import { type ComparePlan, parseComparePlan, trainingsOf } from './compare';
import { chooseRates, type TuningScore, tunedPlan, tuningTrainings } from './tuning';

const input = {
  data: { kind: 'sprites' },
  optimizer: { kind: 'sgd', learningRate: 0.1 },
  compare: {
    arms: [{ name: 'argmax', decoder: 'argmax' }, { name: 'per class' }, { name: 'sample', normalization: 'sample' }],
    seeds: [1],
    tune: { learningRates: [0.5, 1, 2], seeds: [101, 102] },
  },
};
const plan = parseComparePlan(input);

/** Each tuning run scores what `map07` says. */
function scored(
  { arms, tune }: ComparePlan,
  map07: (score: Omit<TuningScore, 'map07'>) => number | null,
): TuningScore[] {
  return tuningTrainings({ arms, seeds: [], tune: tune ?? null }).map(({ arms, seed, multiplier }) => {
    const score = { arm: arms[0].name, seed, multiplier };
    return { ...score, map07: map07(score) };
  });
}

test('tuning trains every rate under its own seeds, once for arms that differ in the decoder alone', () => {
  const trainings = tuningTrainings(plan);
  expect(trainings.map(({ seed, multiplier, arms }) => [seed, multiplier, arms.map(({ name }) => name)])).toEqual(
    [101, 102].flatMap((seed) =>
      [['argmax', 'per class'], ['sample']].flatMap((arms) => [0.5, 1, 2].map((rate) => [seed, rate, arms])),
    ),
  );
  expect(trainings[2].config).toMatchObject({
    seed: 101,
    decoder: 'argmax',
    optimizer: { kind: 'sgd', learningRate: 0.2 },
  });
  expect(tuningTrainings({ ...plan, tune: null })).toEqual([]);
});

describe('the rate of an arm', () => {
  test('is the one with the best mean over the tuning seeds, the same for arms that share a training', () => {
    // Seed 101 alone would choose 2 for both.
    const table: Record<string, Record<number, number[]>> = {
      argmax: { 101: [0.2, 0.3, 0.4], 102: [0.2, 0.3, 0.1] },
      sample: { 101: [0.3, 0.3, 0.4], 102: [0.5, 0.1, 0.1] },
    };
    const scores = scored(plan, ({ arm, seed, multiplier }) => table[arm][seed][[0.5, 1, 2].indexOf(multiplier)]);
    expect(
      chooseRates(plan, scores).map(({ arms, multiplier, learningRate }) => [arms, multiplier, learningRate]),
    ).toEqual([
      [['argmax', 'per class'], 1, 0.1],
      [['sample'], 0.5, 0.05],
    ]);
    const tuned = tunedPlan(plan, scores);
    expect(tuned.arms.map(({ config }) => config.optimizer.learningRate)).toEqual([0.1, 0.1, 0.05]);
    expect(tuned.tune).toBeUndefined();
    expect(trainingsOf(tuned)).toHaveLength(2);
  });

  test('is never one at which a run failed', () => {
    const scores = scored(plan, ({ seed, multiplier }) => (seed === 102 && multiplier === 2 ? null : multiplier));
    expect(chooseRates(plan, scores)[0]).toMatchObject({
      multiplier: 1,
      candidates: [{ map07: 0.5 }, { map07: 1 }, { map07: null }],
    });
  });

  test('stays as it was, and says so, where every rate failed', () => {
    const scores = scored(plan, ({ arm }) => (arm === 'sample' ? null : 0.5));
    expect(chooseRates(plan, scores)[1]).toMatchObject({ multiplier: null, learningRate: 0.1 });
    expect(tunedPlan(plan, scores).arms[2].config.optimizer.learningRate).toBe(0.1);
  });

  test('is the first of equally good ones', () => {
    expect(
      chooseRates(
        plan,
        scored(plan, () => 0.5),
      )[0].multiplier,
    ).toBe(0.5);
  });

  test('is not chosen before every run is there', () => {
    const scores = scored(plan, () => 0.5).slice(1);
    expect(() => tunedPlan(plan, scores)).toThrow(
      'the run of "argmax" at 0.5 times its rate under seed 101 is missing',
    );
  });
});
