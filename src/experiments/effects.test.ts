import { describe, expect, test } from 'vitest';
import type { Arm } from './compare';
import { parseRunConfig } from './config';
import { gridEffects } from './effects';
import { gridPlan } from './grid';

const base = parseRunConfig({ data: { kind: 'sprites' } });
const factor = (name: string) => ({
  name,
  levels: [
    { name: `${name}-`, change: {} },
    { name: `${name}+`, change: {} },
  ] as const,
});

function scoresOf(arms: readonly Arm[], bySeed: Record<number, readonly (number | null)[]>) {
  const seeds = Object.keys(bySeed).map(Number);
  return new Map(arms.map(({ name }, i) => [name, new Map(seeds.map((seed) => [seed, bySeed[seed][i]]))]));
}

describe('effects of a grid', () => {
  /** Box, Hunter and Hunter, 2nd ed., table 5.1: yield by temperature (fastest), concentration and catalyst. */
  const { arms } = gridPlan(base, ['K', 'C', 'T'].map(factor), { seeds: [1] });
  const plant = [60, 72, 54, 68, 52, 83, 45, 80];

  test('are those that Box, Hunter and Hunter print for their pilot plant', () => {
    const effects = gridEffects(arms, scoresOf(arms, { 1: plant }));
    expect(effects.map(({ factors, values }) => [factors.join(''), ...values])).toEqual([
      ['K', 1.5],
      ['C', -5],
      ['T', 23],
      ['KC', 0],
      ['KT', 10],
      ['CT', 1.5],
      ['KCT', 0.5],
    ]);
    expect(effects[0].comparison).toMatchObject({ n: 1, mean: 1.5, interval: null });
  });

  test('leave out a seed under which an arm failed', () => {
    const failed = plant.with(3, Number.NaN).map((value) => (Number.isNaN(value) ? null : value));
    const shifted = plant.map((value, i) => value + 2 * (i % 2));
    const [, , temperature] = gridEffects(arms, scoresOf(arms, { 1: plant, 2: failed, 3: shifted }));
    expect(temperature).toMatchObject({ factors: ['T'], seeds: [1, 3], values: [23, 25] });
    expect(temperature.comparison).toMatchObject({ n: 2, mean: 24 });
  });

  test('have no comparison where every seed has a failed arm', () => {
    const effects = gridEffects(arms, scoresOf(arms, { 1: plant.map(() => null) }));
    expect(effects.map(({ seeds, comparison }) => [seeds.length, comparison])).toEqual(Array(7).fill([0, null]));
  });

  test('of two arms are their paired difference', () => {
    const { arms } = gridPlan(base, [factor('A')], { seeds: [1, 2] });
    const effects = gridEffects(arms, scoresOf(arms, { 1: [3, 5], 2: [4, 4] }));
    expect(effects).toMatchObject([{ factors: ['A'], values: [2, 0] }]);
  });

  test('of arms that are no grid are refused', () => {
    expect(() => gridEffects(arms.slice(1), new Map())).toThrow(/every combination of two levels/);
  });
});
