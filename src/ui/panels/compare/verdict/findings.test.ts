import { expect, test } from 'vitest';
import { compareStatistics, defaultRunConfig, gridEffects, gridPlan } from '../../../../experiments';
import { findingsOf } from './findings';
import { gridOf } from './grid-cells';

const seeds = [1, 2, 3];

test('arms are told apart from the baseline, one sentence each', () => {
  const scores = new Map([
    ['old', new Map(seeds.map((seed) => [seed, 0.4]))],
    ['new', new Map(seeds.map((seed) => [seed, 0.4 + 0.01 * seed]))],
  ]);
  const [finding, ...others] = findingsOf(compareStatistics(['old', 'new'], scores), null, []);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ name: 'new', comparison: { n: 3, mean: expect.closeTo(0.02) } });
  expect(finding.sentence).toMatch(/^\p{Lu}.*new.*\+2\.0 mAP.*n = 3.*\.$/u);
});

test('a grid has one sentence a factor, over all levels of the others', () => {
  const factor = (name: string) =>
    ({
      name,
      levels: [
        { name: `no ${name}`, change: {} },
        { name, change: {} },
      ],
    }) as const;
  const { arms } = gridPlan(defaultRunConfig(), ['x', 'y'].map(factor), { seeds });
  // x adds 0.1, y adds 0.02; a little of the seed keeps the spread above 0.
  const score = (arm: number, seed: number) =>
    0.1 * (arm >> 1) + (0.02 + 0.001 * seed) * (arm & 1) + 0.001 * seed * (arm >> 1);
  const scores = new Map(arms.map(({ name }, i) => [name, new Map(seeds.map((seed) => [seed, score(i, seed)]))]));
  const statistics = compareStatistics(
    arms.map(({ name }) => name),
    scores,
  );
  const findings = findingsOf(statistics, gridOf(arms, statistics), gridEffects(arms, scores));
  expect(findings.map(({ name, comparison }) => [name, comparison?.mean])).toEqual([
    ['x', expect.closeTo(0.102)],
    ['y', expect.closeTo(0.022)],
  ]);
  expect(findings[0].sentence).toContain('no x');
});

test('without a finished pair a finding says that there is none', () => {
  const [finding] = findingsOf(compareStatistics(['old', 'new'], new Map()), null, []);
  expect(finding.comparison).toBeNull();
  expect(finding.sentence).toContain('no pair');
});
