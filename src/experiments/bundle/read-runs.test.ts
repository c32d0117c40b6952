import { describe, expect, test } from 'vitest';
import { pairedExperiment, storedRun } from '../stored-run.fixture';
import { writeBundle } from './bundle';
import { info } from './forged-bundle.fixture';
import { headlessComparison, headlessRun } from './headless-result.fixture';
import { readRuns } from './read-runs';

const lastModified = Date.UTC(2026, 1, 3);

function jsonFile(value: unknown, name = 'night.json'): File {
  return new File([JSON.stringify(value)], name, { lastModified });
}

describe('a result of the headless command', () => {
  test('is a run, and what it does not tell stays unknown', async () => {
    const { runs, experiments } = await readRuns(jsonFile(headlessRun()));
    expect(experiments).toEqual([]);
    const [{ record, curves, snapshots, pictures, weights }] = runs;
    expect(record).toMatchObject({
      name: 'night',
      created: '2026-02-03T00:00:00.000Z',
      status: 'finished',
      environment: { backend: 'wasm', adapter: 'SIMD, 2 threads', threads: null, userAgent: null, versions: null },
      data: { kind: 'sprites', name: 'Sprite scenes', classes: ['cat', 'dog'], trainImages: 3200, valImages: 100 },
      summary: { step: 3, map07: 0.3, bestMap07: 0.3, msPerStep: 12.5, weights: false },
    });
    expect(curves.steps).toEqual({
      step: [1, 2, 3],
      total: [9, 4.5, 3],
      confidence: [6, 3, 2],
      localization: [3, 1.5, 1],
      learningRate: [],
      positives: [],
      ms: [],
      batch: [],
    });
    expect(curves.evals).toEqual(headlessRun().evals);
    expect([snapshots, pictures, weights]).toEqual([[], [], null]);
  });

  test('with all columns has all columns', async () => {
    const result = headlessRun();
    const losses = result.losses.map((loss) => ({ ...loss, learningRate: 0.01, positives: 7, ms: 12, batch: -1 }));
    const [{ curves }] = (await readRuns(jsonFile({ ...result, losses }))).runs;
    expect(curves.steps.batch).toEqual([-1, -1, -1]);
    expect(curves.steps.learningRate).toEqual([0.01, 0.01, 0.01]);
  });

  test('that failed says why', async () => {
    const failed = { ...headlessRun(), evals: [], error: 'step 4: loss is NaN' };
    const [{ record }] = (await readRuns(jsonFile(failed))).runs;
    expect(record).toMatchObject({ status: 'failed', error: 'step 4: loss is NaN', summary: { map07: null } });
  });

  test('gives the same ids each time, and can be written into a bundle', async () => {
    const [once, again] = [await readRuns(jsonFile(headlessRun())), await readRuns(jsonFile(headlessRun()))];
    expect(once).toEqual(again);
    const bundle = new File([await writeBundle(once.runs, info)], 'x.ssdlab.zip');
    expect(await readRuns(bundle)).toEqual(once);
  });
});

describe('a headless comparison', () => {
  const output = headlessComparison();
  const { compare: plan, runs: trained } = output;

  test('is an experiment with a run for each arm and seed, also where arms share a training', async () => {
    const { runs, experiments } = await readRuns(jsonFile(output));
    const [experiment] = experiments;
    expect(experiment).toMatchObject({ name: 'night', plan, status: 'finished' });
    const places = experiment.runs.map(({ arm, seed, multiplier }) => `${arm} ${seed} ${multiplier}`);
    expect(places).toEqual([
      'a 9 0.5',
      ...['a 1 null', 'a, argmax 1 null', 'b 1 null', 'a 2 null', 'a, argmax 2 null', 'b 2 null'],
    ]);
    expect(runs.map(({ record }) => record.id)).toEqual(experiment.runs.map(({ run }) => run));
    expect(new Set(runs.map(({ record }) => record.id)).size).toBe(7);
    expect(runs.every(({ record }) => record.experiment?.id === experiment.id)).toBe(true);
    const [perClass, argmax] = runs.slice(1);
    expect([perClass.record.config.decoder, argmax.record.config.decoder]).toEqual(['per-class', 'argmax']);
    expect(perClass.curves.evals.map(({ step, map07 }) => [step, map07])).toEqual([[1, 0.1], [3, 0.4]]); // biome-ignore format: one line
    expect(argmax.curves.evals.map(({ step, map07 }) => [step, map07])).toEqual([[3, 0.35]]);
    expect(argmax.curves.steps).toEqual(perClass.curves.steps);
  });

  test('that was interrupted is not finished, and nothing is left to train', async () => {
    const { experiments } = await readRuns(jsonFile({ ...output, runs: trained.slice(0, 2) }));
    expect(experiments[0]).toMatchObject({ status: 'cancelled', runs: { length: 4 } });
  });

  test.each([
    [{ ...output, runs: [{ ...trained[0], arms: ['z'] }] }, 'night: arm "z", seed 1: its plan has no such arm'],
    [{ ...output, runs: [{ ...trained[0], seed: 7 }] }, 'night: arm "a", seed 7: config.seed is 1; expected the same'],
    [{ ...output, runs: [trained[0], trained[0]] }, 'night: arm "a", seed 1: stands twice'],
    [{ ...output, compare: { arms: [], seeds: [] } }, 'night: compare: config refused: compare.arms'],
    [{ ...output, runs: [{ ...trained[0], losses: [{ step: 1, total: null }] }] }, 'steps.total: entry 0 is null'],
    [{ ...output, runs: [{ ...trained[0], evals: 3 }] }, 'night: runs.0.evals: got 3; expected Array'],
  ])('is refused where it is unfit, %#', async (result, message) => {
    await expect(readRuns(jsonFile(result))).rejects.toThrow(message);
  });
});

describe('a file', () => {
  test.each([
    ['', 'x.json: begins as neither a zip nor JSON'],
    ['step,total', 'x.json: begins as neither a zip nor JSON'],
    ['{"config": ', 'x.json: not JSON'],
    ['{"config": {}}', 'x: config: config refused: data'],
    ['PK is how I begin', 'bundle: no readable zip'],
  ])('with %j is refused', async (content, message) => {
    await expect(readRuns(new File([content], 'x.json'))).rejects.toThrow(message);
  });

  test('that was written in the middle of a queue brings nothing under way', async () => {
    const { experiment, runs } = pairedExperiment('e', [1]);
    runs[0].record.status = 'running';
    runs[1].record.deleted = info.created;
    const experiments = [{ ...experiment, status: 'queued' as const }];
    const bundle = new File([await writeBundle([...runs, storedRun('c')], { ...info, experiments })], 'x.ssdlab.zip');
    const read = await readRuns(bundle);
    expect(read.runs.map(({ record }) => [record.status, record.deleted])).toEqual([
      ['interrupted', null],
      ['finished', null],
      ['finished', null],
    ]);
    expect(read.experiments[0].status).toBe('paused');
  });
});
