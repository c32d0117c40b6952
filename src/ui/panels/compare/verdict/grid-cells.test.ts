import { expect, test } from 'vitest';
import { type Arm, compareStatistics, defaultRunConfig, gridPlan } from '../../../../experiments';
import { gridOf } from './grid-cells';

const factor = (name: string) =>
  ({
    name,
    levels: [
      { name: `no ${name}`, change: {} },
      { name, change: {} },
    ],
  }) as const;
const arms = (names: string[]) => gridPlan(defaultRunConfig(), names.map(factor), { seeds: [1] }).arms;
const statistics = (of: Arm[]) => {
  const scores = new Map(of.map(({ name }, i) => [name, new Map([[1, i / 10]])]));
  return compareStatistics(
    of.map(({ name }) => name),
    scores,
  );
};

test('eight cells are two panels of two lines of two points, each with its own sample', () => {
  const eight = arms(['x', 'y', 'z']);
  const grid = gridOf(eight, statistics(eight))!;
  expect(grid.panels.map(({ name }) => name)).toEqual(['no z', 'z']);
  expect(grid.panels[1].lines.map(({ name, points }) => [name, ...points.map(({ sample }) => sample?.mean)])).toEqual([
    ['no y', 0.1, 0.5],
    ['y', 0.3, 0.7],
  ]);
});

test('four cells are one panel', () => {
  const four = arms(['x', 'y']);
  expect(gridOf(four, statistics(four))?.panels).toHaveLength(1);
});

test('one factor, and arms without factors, are no grid', () => {
  for (const two of [arms(['x']), arms(['x']).map(({ name, config }) => ({ name, config }))]) {
    expect(gridOf(two, statistics(two))).toBeNull();
  }
});

test('a cell without a finished run has no sample', () => {
  const four = arms(['x', 'y']);
  const none = compareStatistics(
    four.map(({ name }) => name),
    new Map(),
  );
  expect(gridOf(four, none)?.panels[0].lines[0].points[0].sample).toBeNull();
});
