import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseComparePlan, type RunConfig, trickPlans } from '../experiments';
import { runComparison } from './compare';
import type { CompareOutput } from './compare-output';
import { RunRecorder } from './run-output';

const folder = mkdtempSync(join(tmpdir(), 'ssd-lab-compare-'));
const out = join(folder, 'out.json');
const printed: string[] = [];
beforeEach(() => {
  rmSync(out, { force: true });
  printed.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterAll(() => rmSync(folder, { recursive: true }));

const base = { data: { kind: 'sprites' }, optimizer: { kind: 'sgd', learningRate: 0.1 }, steps: 2 };
const arms = [{ name: 'sample', normalization: 'sample' }, { name: 'batch' }, { name: 'argmax', decoder: 'argmax' }];
const planOf = (compare: object) => parseComparePlan({ ...base, compare: { arms, seeds: [1, 2, 3], ...compare } });

/** In place of a browser: scores by a rule, so that what is tested is what the comparison makes of scores. */
function trainer(map07: (config: RunConfig) => number | null) {
  const trained: RunConfig[] = [];
  const train = async (config: RunConfig, decode: boolean) => {
    trained.push(config);
    const score = map07(config);
    const point = { step: config.steps, map07: score, map12: score, perClass: {} };
    const recorder = new RunRecorder(config);
    const output = score === null ? recorder.finish('diverged') : recorder.finish();
    const decoders = { 'per-class': point, argmax: { ...point, map07: (score ?? 0) - 0.01 } };
    return { ...output, evals: score === null ? [] : [point], ...(decode && { decoders }) };
  };
  return { train, trained };
}
const read = (): CompareOutput => JSON.parse(readFileSync(out, 'utf8'));
const byNorm = ({ normalization, seed }: RunConfig) => (normalization === 'batch' ? 0.5 : 0.4) + 0.001 * seed;

describe('a comparison', () => {
  test('trains each pair once and writes runs, statistics and a verdict', async () => {
    const { train, trained } = trainer(byNorm);
    expect(await runComparison(planOf({}), out, train)).toBe(0);
    expect(trained.map(({ normalization, seed }) => `${normalization} ${seed}`)).toEqual(
      [1, 2, 3].flatMap((seed) => [`sample ${seed}`, `batch ${seed}`]),
    );
    const { statistics, tuning, effects } = read();
    expect(statistics.comparisons.map(({ arm, comparison }) => [arm, comparison?.mean.toFixed(3)])).toEqual([
      ['batch', '0.100'],
      ['argmax', '0.090'],
    ]);
    expect([tuning, effects]).toEqual([undefined, undefined]);
    expect(printed).toContain('batch is better than sample by 10.0 mAP, 95% CI 10.0 to 10.0, n = 3');
  });

  test('goes on where it stopped, with more seeds too, and trains a failed run anew', async () => {
    await runComparison(planOf({}), out, trainer((config) => (config.seed === 2 ? null : byNorm(config))).train);
    const { train, trained } = trainer(byNorm);
    expect(await runComparison(planOf({ seeds: [1, 2, 3, 4] }), out, train)).toBe(0);
    expect(trained.map(({ seed }) => seed)).toEqual([2, 2, 4, 4]);
    expect(read().runs).toHaveLength(8);
  });

  test('of which a run failed leaves its seed out, and says so by its status', async () => {
    const { train } = trainer((config) =>
      config.seed === 2 && config.normalization === 'batch' ? null : byNorm(config),
    );
    expect(await runComparison(planOf({}), out, train)).toBe(1);
    expect(read().statistics.comparisons[0].seeds).toEqual([1, 3]);
  });

  test.each(['no JSON', '{}', '{"compare":{"arms":[]}}'])('never overwrites a file that holds %s', async (text) => {
    writeFileSync(out, text);
    await expect(runComparison(planOf({}), out, trainer(byNorm).train)).rejects.toThrow(
      /not a comparison of this plan/,
    );
    expect(readFileSync(out, 'utf8')).toBe(text);
  });

  test('of a grid writes its effects', async () => {
    const plan = trickPlans.all.plan(planOf({}).arms[0].config, {
      seeds: [1, 2, 3],
      fairness: { sampleScale: 'mean', tune: null },
    });
    await runComparison(plan, out, trainer(byNorm).train);
    expect(
      read().effects?.map(({ factors, comparison }) => [factors.join(' × '), comparison?.mean.toFixed(3)]),
    ).toEqual([
      ['normalization', '0.100'],
      ['initializer', '0.000'],
      ['decoder', '0.010'],
      ['normalization × initializer', '0.000'],
      ['normalization × decoder', '0.000'],
      ['initializer × decoder', '0.000'],
      ['normalization × initializer × decoder', '0.000'],
    ]);
  });
});

describe('a comparison that tunes', () => {
  const plan = planOf({ tune: { learningRates: [1, 2], seeds: [9] } });
  /** Sample-wise is best at twice its rate, batch-wise cannot train there. */
  const byRate = (config: RunConfig) => {
    const fast = config.optimizer.learningRate === 0.2;
    if (config.normalization === 'batch') return fast ? null : byNorm(config);
    return byNorm(config) + (fast ? 0.05 : 0);
  };

  test('chooses a rate for each arm under seeds of their own, and compares at those', async () => {
    const { train, trained } = trainer(byRate);
    expect(await runComparison(plan, out, train)).toBe(0);
    expect(trained.slice(0, 4).every(({ seed }) => seed === 9)).toBe(true);
    expect(trained.slice(4).map(({ optimizer }) => optimizer.learningRate)).toEqual([0.2, 0.1, 0.2, 0.1, 0.2, 0.1]);
    const { compare, tuning, statistics } = read();
    expect(compare).toEqual(plan);
    expect(tuning?.runs).toHaveLength(4);
    expect(tuning?.rates.map(({ arms, multiplier }) => [...arms, multiplier])).toEqual([
      ['sample', 2],
      ['batch', 'argmax', 1],
    ]);
    expect(statistics.comparisons[0].comparison?.mean).toBeCloseTo(0.05);
    expect(printed).toContain('sample: learning rate 0.2, 2 times its own');
    expect(printed).toContain('batch and argmax: learning rate 0.1, its own');
  });

  test('goes on from any of its runs without repeating one', async () => {
    for (const last of [2, 5]) {
      rmSync(out, { force: true });
      let left = last;
      const { train } = trainer(byRate);
      const interrupted = async (config: RunConfig, decode: boolean) => {
        if (left-- === 0) throw new Error('interrupted');
        return train(config, decode);
      };
      await expect(runComparison(plan, out, interrupted)).rejects.toThrow('interrupted');
      const again = trainer(byRate);
      expect(await runComparison(plan, out, again.train)).toBe(0);
      expect(again.trained).toHaveLength(10 - last);
    }
  });
});
