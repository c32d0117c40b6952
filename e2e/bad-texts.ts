/**
 * @file Links, configurations and files of runs that are bad, each with what must be said of it.
 */
import { strFromU8, strToU8, zipSync } from 'fflate';
import { defaultRunConfig } from '../src/experiments';
import { bytesOf, forged, renamed } from '../src/experiments/bundle/forged-bundle.fixture';
import { headlessRun } from '../src/experiments/bundle/headless-result.fixture';
import { storedRun } from '../src/experiments/stored-run.fixture';

export interface BadLink {
  name: string;
  /** What stands after the panel: the configuration, and behind a "?" the view. */
  link: string;
  report: string;
}

export const badLinks: readonly BadLink[] = [
  { name: 'a version of another time', link: 'v9&steps=5', report: 'the link has version "v9"; this lab reads v1' },
  { name: 'an unknown key', link: 'v1&frobnicate=1', report: '"frobnicate=1" is not a setting that this lab knows' },
  { name: 'a number that is a word', link: 'v1&steps=many', report: 'steps=many: steps: got NaN; expected' },
  { name: 'a number out of range', link: 'v1&batch=5000', report: 'batch=5000: batch: got 5000; expected' },
  { name: 'scenes without end', link: 'v1&train=1e9', report: 'train=1e9: data.train: got 1000000000; expected' },
  { name: 'a number without end', link: 'v1&lr=1e999', report: 'lr=1e999: optimizer.learningRate: got Infinity' },
  { name: 'an unknown choice', link: 'v1&norm=median', report: 'norm=median: normalization: got "median"; expected' },
  { name: 'a name of the language', link: 'v1&__proto__=1', report: '"__proto__=1" is not a setting' },
  { name: 'a broken escape', link: 'v1&init=%E0%A4%A', report: 'init=%E0%A4%A: initializer: got' },
  { name: 'an unknown part of the augmentation', link: 'v1&aug=mosaic', report: 'aug=mosaic: augment: got' },
  { name: 'a scheme that is code', link: 'v1&reinit=predictors*alert(1)', report: 'got "alert(1)"; expected one of' },
  { name: 'markup', link: 'v1&%3Cimg%20src=x%20onerror=alert(1)%3E', report: 'is not a setting that this lab knows' },
  { name: 'no end', link: `v1&steps=${'9'.repeat(300_000)}`, report: 'characters; expected at most 250000, and none' },
  { name: 'a view of no image', link: 'v1?batch=train.x', report: 'batch=train.x: ' },
  { name: 'a view of a box without extent', link: 'v1?boxes=train.0~1,9,9,1,1', report: 'a box needs x1 above x0' },
];

export interface BadConfig {
  name: string;
  config: unknown;
  report: string;
}

const home = defaultRunConfig('ssd_64_smoke');
const { data: _, ...withoutData } = home;

export const badConfigs: readonly BadConfig[] = [
  { name: 'a list', config: [], report: 'data: got undefined; expected' },
  { name: 'no data', config: withoutData, report: 'data: got undefined; expected' },
  { name: 'an unknown key', config: { ...home, colour: true }, report: 'colour: unknown key; remove it' },
  { name: 'an unknown model', config: { ...home, model: 'yolo' }, report: 'model: got "yolo"; expected' },
  {
    name: 'scenes without end',
    config: { ...home, data: { kind: 'sprites', val: 1e12 } },
    report: 'data.val: got 1000000000000; expected',
  },
  {
    name: 'a repair that there is not',
    config: { ...home, data: { kind: 'voc', path: '.', repair: ['everything'] } },
    report: 'data.repair: got ',
  },
  { name: 'no step', config: { ...home, steps: 0 }, report: 'steps: got 0; expected' },
  { name: 'half a step', config: { ...home, steps: 1.5 }, report: 'steps: got 1.5; expected' },
  { name: 'a number in quotes', config: { ...home, batch: '8' }, report: 'batch: got "8"; expected' },
  { name: 'a seed below zero', config: { ...home, seed: -1 }, report: 'seed: got -1; expected' },
  {
    name: 'a rate below zero',
    config: { ...home, optimizer: { kind: 'sgd', learningRate: -0.1 } },
    report: 'optimizer.learningRate: got -0.1; expected',
  },
  {
    name: 'milestones that are words',
    config: { ...home, optimizer: { kind: 'sgd', schedule: { kind: 'step', milestones: ['ten'] } } },
    report: 'optimizer.schedule.milestones.0: got "ten"; expected',
  },
];

/** A result of the headless command that says it was made by this configuration. */
export function resultOf(config: unknown): Uint8Array {
  return strToU8(JSON.stringify({ ...headlessRun(), config }));
}

export interface BadRuns {
  file: string;
  bytes: Uint8Array;
  report: string;
}

/** Files of runs, of which nothing can be taken over. */
export async function badRuns(): Promise<BadRuns[]> {
  const good = await bytesOf([storedRun('a')]);
  const bad = (file: string, bytes: Uint8Array, report: string) => ({ file, bytes, report });
  const changed = async (...args: Parameters<typeof forged>) =>
    new Uint8Array(await (await forged(...args)).arrayBuffer());
  const climbing = new Uint8Array(await renamed(good, 'runs/a/card.md', '../../../../ab').arrayBuffer());
  const curves = 'runs/a/curves.json';
  const weights = 'runs/a/weights.bin';
  const edited = good.slice();
  edited[strFromU8(good, true).indexOf(weights) + weights.length + 1] ^= 255;
  return [
    bad('text.ssdlab.zip', strToU8('not a bundle'), 'begins as neither a zip nor JSON'),
    bad('empty.ssdlab.zip', new Uint8Array(), 'begins as neither a zip nor JSON'),
    bad('cut.ssdlab.zip', good.slice(0, -30), 'no readable zip'),
    bad(
      'other.ssdlab.zip',
      zipSync({ 'holiday.jpg': strToU8('beach') }),
      'holds "holiday.jpg"; expected manifest.json',
    ),
    bad('climbs.ssdlab.zip', climbing, 'holds "../../../../ab"'),
    bad('bomb.ssdlab.zip', zipSync({ 'runs/a/weights.bin': new Uint8Array(2 ** 24) }), 'unpacks to'),
    bad('manifest.ssdlab.zip', zipSync({ 'experiments.json': strToU8('[]') }), 'manifest.json: is missing'),
    bad(
      'newer.ssdlab.zip',
      await changed(good, { 'manifest.json': (value) => ({ ...value, version: 2 }) }),
      'version: got 2',
    ),
    bad('edited.ssdlab.zip', edited, `${weights}: has SHA-256`),
    bad('steps.ssdlab.zip', await changed(good, { [curves]: (value) => ({ ...value, steps: 3 }) }), `${curves}: steps`),
    bad(
      'code.ssdlab.zip',
      await changed(good, { 'runs/a/pictures/0.png': strToU8('<svg onload="alert(1)"/>') }),
      'expected image/png',
    ),
    bad('other.json', strToU8('{"name": "package.json"}'), 'config: got undefined'),
    bad('cut.json', resultOf(home).slice(0, 200), 'not JSON'),
  ];
}
