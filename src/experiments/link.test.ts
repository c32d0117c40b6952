import { describe, expect, test } from 'vitest';
import { defaultRunConfig, parseRunConfig } from './config';
import { changed, configDifferences, decodeLink, differences, encodeLink, presetOf } from './link';

const home = defaultRunConfig();

describe('encodeLink', () => {
  test('the default configuration needs no link', () => {
    expect(encodeLink(home)).toBe('');
  });

  test('only what differs from the preset is written', () => {
    expect(encodeLink({ ...home, steps: 500, normalization: 'sample' })).toBe('v1&steps=500&norm=sample');
  });

  test('another model brings its own preset and costs one key', () => {
    expect(encodeLink(defaultRunConfig('ssd_64_smoke'))).toBe('v1&model=ssd_64_smoke');
  });

  test("a folder of the reader's machine is not written", () => {
    const config = parseRunConfig({ data: { kind: 'voc', path: '/home/someone', train: 'trainval' } });
    expect(encodeLink(config)).toBe('v1&data=voc&train=trainval');
  });
});

describe('decodeLink', () => {
  const voc = { kind: 'voc', train: 'a&b=c', val: 'val' };
  const step = { kind: 'step', milestones: [10, 20], factor: 0.5, warmupSteps: 3 };
  test.each([
    ['scenes', { data: { kind: 'sprites', seed: 7, train: 100, val: 10, objects: 'three' } }],
    ['VOC lists with special characters', { data: voc, model: 'ssd_300_vgg16_atrous' }],
    ['SGD with milestones', { data: { kind: 'sprites' }, optimizer: { kind: 'sgd', schedule: step, clipNorm: 5 } }],
    [
      'a constant rate',
      { data: { kind: 'sprites' }, steps: 60, optimizer: { kind: 'adamw', schedule: { kind: 'constant' } } },
    ],
    ['some augmentation', { data: { kind: 'sprites' }, augment: { flip: false, colour: true } }],
    ['micro-batches', { data: { kind: 'sprites' }, batch: 12, accumulate: 3 }],
    ['images that are left out', { data: { kind: 'sprites' }, exclude: ['a|b', '100 %', 'c/d&e'] }],
    [
      'own anchors',
      {
        data: { kind: 'sprites' },
        model: 'ssd_64_smoke',
        anchors: {
          sizes: [19.2, 34, 56],
          ratios: [
            [1, 2, 1 / 3],
            [1, 0.5, 3],
          ],
        },
      },
    ],
    ['no augmentation', { data: { kind: 'sprites' }, augment: false, evalEvery: 0 }],
    ['the tricks', { data: { kind: 'sprites' }, sampleScale: 'mean', initializer: 'zero', decoder: 'argmax' }],
  ])('reads back what was written: %s', (_, input) => {
    const config = parseRunConfig(input);
    expect(decodeLink(encodeLink(config))).toEqual({ config, problems: [] });
  });

  test('an unusable value is named and the rest is kept', () => {
    const { config, problems } = decodeLink('v1&steps=many&norm=sample');
    expect(config).toEqual({ ...home, normalization: 'sample' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^steps=many: steps: got NaN; expected/);
  });

  test('own anchors are written in short, and named where they do not fit', () => {
    const anchors = { sizes: [19.2, 34, 56], ratios: [1, 2].map(() => [1, 2, 0.5]) };
    const smoke = defaultRunConfig('ssd_64_smoke');
    expect(encodeLink({ ...smoke, anchors })).toBe('v1&model=ssd_64_smoke&anchors=19.2_34_56~1_2_0.5~1_2_0.5');
    expect(decodeLink('v1&anchors=19_34_56~1_2_0.5~1_x_0.5')).toEqual({
      config: home,
      problems: [expect.stringMatching(/^anchors=19_.*: anchors.ratios.1.1: got NaN; expected/)],
    });
  });

  test('an unknown key is named', () => {
    expect(decodeLink('v1&colour=red').problems).toEqual(['"colour=red" is not a setting that this lab knows']);
  });

  test('an unknown augmentation part is named', () => {
    expect(decodeLink('v1&aug=flip.mosaic').problems[0]).toContain('mosaic');
  });

  test('a link of another version is refused as a whole', () => {
    expect(decodeLink('v9&steps=5')).toEqual({
      config: home,
      problems: ['the link has version "v9"; this lab reads v1'],
    });
  });

  test('a malformed escape is a problem, not an exception', () => {
    expect(decodeLink('v1&init=%E0%A4%A').problems[0]).toContain('init=%E0%A4%A');
  });
});

describe('changed', () => {
  test('a new optimizer keeps the schedule and takes its own rate', () => {
    const config = changed(home, 'optimizer.kind', 'sgd');
    expect(config.optimizer).toMatchObject({ kind: 'sgd', learningRate: 0.001, schedule: home.optimizer.schedule });
  });

  test('a new model keeps the tricks and takes its own number of steps', () => {
    const tuned = changed(changed(home, 'normalization', 'sample'), 'steps', 7);
    const config = changed(tuned, 'model', 'ssd_64_smoke');
    expect(config).toMatchObject({ normalization: 'sample', steps: 200 });
  });

  test('a new model has its own anchors', () => {
    const own = { sizes: [20, 30, 40, 50], ratios: [1, 2, 3].map(() => [1, 2, 0.5]) };
    expect(changed(changed(home, 'anchors', own), 'model', 'ssd_64_smoke').anchors).toBeNull();
  });

  test('own data keeps the steps and takes the augmentation of photographs', () => {
    const config = changed(changed(home, 'steps', 7), 'data.kind', 'voc');
    expect(config).toMatchObject({ steps: 7, data: { kind: 'voc', train: 'train' }, augment: { expand: true } });
  });

  test('step milestones fit the number of steps', () => {
    const config = changed({ ...home, steps: 600 }, 'optimizer.schedule.kind', 'step');
    expect(config.optimizer.schedule).toMatchObject({ milestones: [400, 500] });
  });

  test('a bad value throws an error that names the setting', () => {
    expect(() => changed(home, 'batch', 0)).toThrow(/batch: got 0/);
  });
});

test('differences name the place, the value and the preset', () => {
  const config = changed(home, 'optimizer.learningRate', 0.02);
  expect(differences(config)).toEqual([{ key: 'lr', path: 'optimizer.learningRate', value: 0.02, preset: 0.006 }]);
  expect(presetOf(config)).toEqual(home);
});

describe('what differs among configurations', () => {
  test('is named by its place, with one value a configuration', () => {
    const [sample, fast] = [changed(home, 'normalization', 'sample'), changed(home, 'optimizer.learningRate', 0.02)];
    expect(configDifferences([home, sample, fast])).toEqual([
      { path: 'normalization', values: ['batch', 'sample', 'batch'] },
      { path: 'optimizer.learningRate', values: ['0.006', '0.006', '0.02'] },
    ]);
  });

  test('is nothing among equal ones, for one, and for none', () => {
    expect([[home, home], [home], []].map(configDifferences)).toEqual([[], [], []]);
  });

  test('a leaf that one kind lacks has no value there', () => {
    const found = configDifferences([home, changed(home, 'optimizer.kind', 'sgd')]);
    expect(found).toContainEqual({ path: 'optimizer.momentum', values: [null, '0.9'] });
    expect(found[0]).toEqual({ path: 'optimizer.kind', values: ['adamw', 'sgd'] });
  });
});
