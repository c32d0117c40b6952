import { describe, expect, test } from 'vitest';
import { changed, defaultRunConfig, trainingsOf, valueAt } from '../../../../experiments';
import { leavesOf, startValue } from './custom';
import { type Draft, nameOf, newDraft, planOf, tuningBeside } from './draft';

const config = defaultRunConfig();
const planned = (change: Partial<Draft> = {}) => planOf({ ...newDraft, ...change }, config);
const arms = (change: Partial<Draft> = {}) => planned(change).plan!.arms;
const leaf = (path: string, change: Partial<Draft>) =>
  arms(change).map((arm) => valueAt({ ...arm.config, seed: 0 }, path));

describe('the plan of a trick', () => {
  test('as it opens compares the normalizations at matched scale over five seeds, all else as the page has it', () => {
    const { plan, problems } = planned();
    expect(problems).toEqual({});
    expect(plan!.seeds).toEqual([1, 2, 3, 4, 5]);
    expect(plan!.tune ?? null).toBeNull();
    const { seed: _, ...page } = config;
    expect(plan!.arms[1].config).toEqual({ ...page, normalization: 'batch', sampleScale: 'mean' });
    expect(leaf('normalization', {})).toEqual(['sample', 'batch']);
  });

  test('takes steps, seeds and initializers as they were typed and chosen', () => {
    const change: Partial<Draft> = { question: 'initializer', seeds: '2', firstSeed: '40', steps: '1,200' };
    expect(planned(change).plan!.seeds).toEqual([40, 41]);
    expect(leaf('steps', change)).toEqual([1200, 1200]);
    expect(leaf('initializer', { ...change, initializers: ['zero', 'orthogonal'] })).toEqual(['zero', 'orthogonal']);
  });

  test('of all three has eight arms', () => {
    expect(arms({ question: 'all' })).toHaveLength(8);
  });

  test('is refused with the reason beside each field', () => {
    const { plan, problems } = planned({
      seeds: '0',
      firstSeed: '-1',
      steps: 'many',
      question: 'all',
      initializers: ['zero', 'zero'],
    });
    expect(plan).toBeNull();
    expect(Object.keys(problems).toSorted()).toEqual(['firstSeed', 'initializers', 'seeds', 'steps']);
    expect(problems.steps).toBe('Got "many"; expected a whole number from 1 to 1000000.');
  });

  test('does not ask for two initializers where it uses one', () => {
    expect(planned({ question: 'decoder', initializers: ['zero', 'zero'] }).problems).toEqual({});
  });

  test.each(['', ' ', '2.5', 'NaN', '101'])('%j is no number of seeds', (seeds) => {
    expect(planned({ seeds }).problems).toHaveProperty('seeds');
  });

  test('is called by its title and its seeds', () => {
    expect(nameOf(newDraft, planned().plan!)).toBe('Normalization, seeds 1 to 5');
    expect(nameOf(newDraft, planned({ seeds: '1', firstSeed: '7' }).plan!)).toBe('Normalization, seed 7');
  });
});

test('learning rates are chosen on a seed that the comparison does not use', () => {
  expect(tuningBeside([1, 2]).seeds).toEqual([101]);
  expect(tuningBeside([100, 101]).seeds).toEqual([102]);
  expect(planned({ tuned: true, firstSeed: '99' }).plan!.tune!.seeds).toEqual([104]);
});

describe('custom arms', () => {
  const arm = (...changes: [string, string][]) => ({ changes: changes.map(([path, value]) => ({ path, value })) });

  test('differ from the baseline in what was chosen, and are named for it', () => {
    const { plan } = planned({
      question: 'custom',
      arms: [
        arm(['optimizer.learningRate', '0.012']),
        arm(['normalization', 'sample'], ['sampleScale', 'mean']),
        arm(['augment.flip', 'false'], ['batch', '8']),
        arm(['optimizer.kind', 'sgd'], ['optimizer.momentum', '0.8']),
        arm(['reinitialize', 'new-layers uniform(0.07); predictors orthogonal(1)']),
      ],
    });
    const [baseline, rate, sample, small, sgd, fresh] = plan!.arms;
    expect(baseline).toMatchObject({ name: 'baseline', config: { optimizer: { learningRate: 0.006 } } });
    expect(rate).toMatchObject({ name: 'learning rate 0.012', config: { optimizer: { learningRate: 0.012 } } });
    expect(sample.config).toMatchObject({ normalization: 'sample', sampleScale: 'mean' });
    expect(small.config).toMatchObject({ augment: { ...config.augment, flip: false }, batch: 8 });
    expect(sgd.config.optimizer).toMatchObject({ kind: 'sgd', momentum: 0.8 });
    expect(fresh.config.reinitialize).toEqual([
      { target: 'new-layers', scheme: 'uniform(0.07)' },
      { target: 'predictors', scheme: 'orthogonal(1)' },
    ]);
  });

  test.each([
    [arm(['optimizer.learningRate', '-1']), 'arm 0.0', /-1/],
    [arm(['optimizer.learningRate', '']), 'arm 0.0', /Empty/],
    [arm(['optimizer.learningRate', 'fast']), 'arm 0.0', /NaN/],
    [arm(['normalization', 'sample'], ['reinitialize', 'new-layers uniform()']), 'arm 0.1', /uniform/],
    [arm(['optimizer.momentum', '0.5']), 'arm 0.0', /no setting of this optimizer/],
    [arm(['decoder', 'per-class']), 'arm 0', /same as A/],
  ])('%j is refused by its place', (draft, place, reason) => {
    const { plan, problems } = planned({ question: 'custom', arms: [draft] });
    expect(problems[place]).toMatch(reason);
    expect(plan).toBeNull();
  });

  test('two that are equal are refused once', () => {
    const rate = arm(['optimizer.learningRate', '0.012']);
    expect(planned({ question: 'custom', arms: [rate, rate] }).problems).toEqual({
      'arm 1': 'This is the same as B; change a setting.',
    });
  });

  test('that differ in the decoder alone share the training of the baseline', () => {
    const { plan } = planned({ question: 'custom', arms: [arm(['decoder', 'argmax'])] });
    expect(trainingsOf(plan!)).toHaveLength(5);
  });

  test('begin with twice the learning rate', () => {
    expect(planned({ question: 'custom' }).plan!.arms.map(({ name }) => name)).toEqual([
      'baseline',
      'learning rate 0.012',
    ]);
  });

  test('offer the settings that the configuration has, another value of a choice, and the number to edit', () => {
    const paths = leavesOf(config).map(({ path }) => path);
    expect(paths).toContain('optimizer.beta1');
    expect(paths).not.toContain('optimizer.momentum');
    const decoder = leavesOf(config).find(({ path }) => path === 'decoder')!;
    expect(startValue(decoder, config)).toBe('argmax');
    expect(startValue(decoder, changed(config, 'decoder', 'argmax'))).toBe('per-class');
    const rate = leavesOf(config).find(({ path }) => path === 'optimizer.learningRate')!;
    expect(startValue(rate, config)).toBe('0.006');
  });
});
