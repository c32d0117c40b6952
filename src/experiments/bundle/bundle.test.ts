import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { StoredRun } from '../record';
import { pairedExperiment, storedRun } from '../stored-run.fixture';
import { readBundle, writeBundle } from './bundle';
import { blobOf, bytesOf, forged, info, type Json, renamed } from './forged-bundle.fixture';

/** With the images as bytes, which `toEqual` compares; of a Blob it sees nothing. */
async function plain({ pictures, ...run }: StoredRun) {
  const image = async (blob: Blob) => [blob.type, ...new Uint8Array(await blob.arrayBuffer())];
  return {
    ...run,
    pictures: await Promise.all(pictures.map(async (picture) => ({ ...picture, image: await image(picture.image) }))),
  };
}

describe('a bundle', () => {
  test('gives back every part of every run, to the last bit', async () => {
    const bare: StoredRun = { ...storedRun('bare'), snapshots: [], pictures: [], weights: null };
    bare.record.summary = { ...bare.record.summary, weights: false, map07: null };
    bare.record.environment = null;
    const runs = [storedRun('a'), bare];
    const read = await readBundle(await writeBundle(runs, info));
    expect(read.experiments).toEqual([]);
    expect(await Promise.all(read.runs.map(plain))).toEqual(await Promise.all(runs.map(plain)));
  });

  test('carries the experiments all of whose runs it has', async () => {
    const { experiment, runs } = pairedExperiment('e', [1, 2]);
    const experiments = [experiment];
    expect((await readBundle(await writeBundle(runs, { ...info, experiments }))).experiments).toEqual(experiments);
    expect((await readBundle(await writeBundle(runs.slice(1), { ...info, experiments }))).experiments).toEqual([]);
    const empty = [{ ...experiment, runs: [] }];
    expect((await readBundle(await writeBundle(runs, { ...info, experiments: empty }))).experiments).toEqual([]);
  });

  test('of no runs is a bundle too', async () => {
    expect(await readBundle(await writeBundle([], info))).toEqual({ runs: [], experiments: [] });
  });

  test('of equal runs has equal bytes', async () => {
    const [one, two] = [await bytesOf([storedRun('a')]), await bytesOf([storedRun('a')])];
    expect(one).toEqual(two);
  });

  test('has a card that names seed, versions, figures and the command', async () => {
    const card = strFromU8(unzipSync(await bytesOf([storedRun('a')]))['runs/a/card.md']);
    expect(card).toContain('# Run a | "ä"');
    expect(card).toContain('npm run headless -- --config config.json --out result.json');
    expect(card).toContain('| mAP07 on val, last | 30.00% |');
    expect(card).toContain('| SSD Lab | 0.1.0 |');
    expect(card).toContain('| Seed | 1 |');
    const [, config] = /```json\n([\s\S]*?)\n```/.exec(card)!;
    expect(JSON.parse(config)).toEqual({ ...storedRun('a').record.config, backend: 'wasm' });
  });

  test('is not written of what could not be read again', async () => {
    const broken = storedRun('a');
    broken.curves.steps.total[1] = Number.NaN;
    const message = 'runs/a/curves.json: steps.total: entry 1 is null; expected a finite number';
    await expect(writeBundle([broken], info)).rejects.toThrow(message);
  });
});

describe('a bundle is refused', () => {
  const column = (name: string, values: unknown) => (curves: Json) => ({
    ...curves,
    steps: { ...curves.steps, [name]: values },
  });

  test.each([
    [
      'of a newer format',
      'manifest.json',
      (m: Json) => ({ ...m, version: 2 }),
      'manifest.json: version: got 2; expected 1',
    ],
    [
      'of another program',
      'manifest.json',
      (m: Json) => ({ ...m, format: 'zoo' }),
      'format: got "zoo"; expected "ssd-lab-runs"',
    ],
    ['with a short column', 'runs/a/curves.json', column('ms', [1]), 'steps: ms has 1 values; expected 3, one a step'],
    [
      'with a hole in a column',
      'runs/a/curves.json',
      column('total', [1, null, 2]),
      'steps.total: entry 1 is null; expected a finite number',
    ],
    ['with steps that go back', 'runs/a/curves.json', column('step', [1, 3, 2]), 'steps.step: steps ascend from 1'],
    [
      'with a fraction as digest',
      'runs/a/curves.json',
      column('batch', [1, 2, 0.5]),
      'steps.batch: entry 2 is 0.5; expected a whole number of 32 bits',
    ],
    ['with an unknown key', 'runs/a/record.json', (r: Json) => ({ ...r, speed: 1 }), 'speed: unknown key'],
    ['without a key', 'runs/a/record.json', ({ tags: _, ...r }: Json) => r, 'tags: got undefined; expected "tags"'],
    [
      'with a configuration that cannot be',
      'runs/a/record.json',
      (r: Json) => ({ ...r, config: { ...r.config, steps: 0 } }),
      'runs/a/record.json: config: config refused: steps: got 0; expected >=1',
    ],
    [
      'with a run under another id',
      'runs/a/record.json',
      (r: Json) => ({ ...r, id: 'b' }),
      'id: got "b"; expected "a"',
    ],
    ['with an id that climbs', 'runs/a/record.json', (r: Json) => ({ ...r, id: '../b' }), 'id: an id has'],
    [
      'with a time that is none',
      'runs/a/record.json',
      (r: Json) => ({ ...r, created: 'today' }),
      'created: expected a time',
    ],
    [
      'with weights that no record speaks of',
      'runs/a/record.json',
      (r: Json) => ({ ...r, summary: { ...r.summary, weights: false } }),
      'runs/a/weights.bin: belongs to nothing',
    ],
    [
      'with detections in too few pictures',
      'runs/a/snapshots.json',
      (s: Json) => [{ ...s[0], detections: [] }],
      'step 2 has detections in 0 pictures; expected 1',
    ],
    [
      'with an infinite box',
      'runs/a/snapshots.json',
      (s: Json) => [{ ...s[0], detections: [[{ ...s[0].detections[0][0], box: [0, 0, 1, null] }]] }],
      '0.detections.0.0.box.3: got null; expected number',
    ],
    [
      'with a picture from elsewhere',
      'runs/a/pictures.json',
      (p: Json) => [{ ...p[0], file: '../../secret.png' }],
      '0.file: expected a file such as pictures/0.png',
    ],
    [
      'with an experiment whose runs are not here',
      'experiments.json',
      () => [pairedExperiment('e', [1]).experiment],
      'experiment e, arm "a", seed 1: run a1 is not in the bundle',
    ],
    [
      'with a plan of one arm',
      'experiments.json',
      () => [{ ...pairedExperiment('e', [1]).experiment, plan: { arms: [], seeds: [1] } }],
      'experiments.json: 0.plan: config refused: compare.arms',
    ],
  ])('%s', async (_name, path, change, message) => {
    // biome-ignore format: a row a refusal
    await expect(readBundle(await forged(await bytesOf([storedRun('a')]), { [path]: change }))).rejects.toThrow(message);
  });

  test.each([
    ['a byte of it', (bytes: Uint8Array) => bytes.with(700, bytes[700] ^ 1)],
    ['its end', (bytes: Uint8Array) => bytes.slice(0, -300)],
    ['all but its end', (bytes: Uint8Array) => bytes.slice(300)],
    ['everything', () => new Uint8Array()],
  ])('if it loses %s', async (_name, damage) => {
    const bytes = await bytesOf([storedRun('a')]);
    await expect(readBundle(blobOf(damage(bytes)))).rejects.toThrow(/^[\w./-]+: /);
  });

  test.each([
    ['../up.json', 'bundle: holds "../up.json"; expected manifest.json'],
    ['/etc/passwd', 'bundle: holds "/etc/passwd"'],
    ['runs/a/../b/record.json', 'bundle: holds "runs/a/../b/record.json"'],
    ['runs/a/notes.txt', 'bundle: holds "runs/a/notes.txt"'],
    ['runs/b/record.json', 'runs/b/record.json: is not in manifest.json'],
  ])('with a file %s', async (path, message) => {
    const bundle = await forged(await bytesOf([storedRun('a')]), { [path]: strToU8('{}') });
    await expect(readBundle(bundle)).rejects.toThrow(message);
  });

  test.each(['manifest.json', 'experiments.json', 'runs/a/card.md', 'runs/a/weights.bin', 'runs/a/pictures/0.png'])(
    'without %s',
    async (path) => {
      const bundle = await forged(await bytesOf([storedRun('a')]), { [path]: null });
      await expect(readBundle(bundle)).rejects.toThrow(`${path}: is missing`);
    },
  );

  test('with an image that is none', async () => {
    const run = storedRun('a');
    run.pictures[0].image = new Blob(['<svg/>'], { type: 'image/png' });
    await expect(readBundle(await writeBundle([run], info))).rejects.toThrow('runs/a/pictures/0.png: begins with 60');
  });

  test('with a name that stands twice', async () => {
    const zip = zipSync({
      'manifest.json': strToU8('{}'),
      'runs/b/record.json': strToU8('{}'),
      'runs/a/record.json': strToU8('{}'),
    });
    const twice = renamed(zip, 'runs/b/record.json', 'runs/a/record.json');
    await expect(readBundle(twice)).rejects.toThrow('runs/a/record.json: stands twice');
  });

  test('with a name that means something to JavaScript', async () => {
    const zip = zipSync({ prototype: strToU8('{}') });
    await expect(readBundle(renamed(zip, 'prototype', '__proto__'))).rejects.toThrow('holds "__proto__"');
  });

  test('that unpacks to a thousand times its size, before it is unpacked', async () => {
    const bomb = zipSync({ 'manifest.json': new Uint8Array(2 ** 22) });
    await expect(readBundle(blobOf(bomb))).rejects.toThrow(/unpacks to \d+ times its size/);
  });

  test('whose directory promises more than a tab can hold', async () => {
    const bytes = zipSync({ 'manifest.json': new Uint8Array(100) }, { level: 9 });
    const view = new DataView(bytes.buffer);
    const directory = strFromU8(bytes, true).indexOf('PK\x01\x02');
    view.setUint32(directory + 24, 0xf0000000, true);
    await expect(readBundle(blobOf(bytes))).rejects.toThrow('holds 3840 MiB; expected at most 1024 MiB');
  });
});
