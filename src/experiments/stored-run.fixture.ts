/**
 * @file A kept run as it could be, with every part that a run may have.
 */
import type { ComparePlan } from './compare';
import { defaultRunConfig } from './config';
import type { Experiment } from './experiment';
import { newRecord, type RunCurves, type Snapshot, type StoredRun, summarizeCurves } from './record';

/** The beginning of a PNG, which is all that is looked at. */
export const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82);

/** Losses that fall and digests that use all 32 bits. */
export function fallingCurves(steps: number): RunCurves {
  const of = (value: (step: number) => number) => Array.from({ length: steps }, (_, i) => value(i + 1));
  const perClass = { cat: { ap07: 0.25, ap12: null }, dog: { ap07: null, ap12: 1 } };
  return {
    steps: {
      step: of((step) => step),
      total: of((step) => 20 / step),
      confidence: of((step) => 7 / step),
      localization: of((step) => 3 / step),
      learningRate: of(() => 0.006),
      positives: of((step) => step % 40),
      ms: of((step) => 90 + (step % 7) / 3),
      batch: of((step) => Math.imul(step, 0x9e3779b1)),
    },
    evals: [{ step: steps, map07: 0.3, map12: null, perClass }],
  };
}

const snapshot: Snapshot = {
  step: 2,
  detections: [[{ className: 'cat', box: [1.5, 2, 40, 50.25], score: 0.75, match: 'true-positive' }]],
};

export function storedRun(id: string, change: Partial<StoredRun['record']> = {}): StoredRun {
  const curves = fallingCurves(3);
  const config = { ...defaultRunConfig('ssd_64_smoke'), steps: 3 };
  return {
    record: {
      ...newRecord(config, { id, name: `Run ${id} | "ä"`, created: '2026-03-01T10:00:00.000Z' }),
      tags: ['kept', '日本'],
      status: 'finished',
      environment: {
        backend: 'wasm',
        adapter: 'SIMD, 2 threads',
        threads: 2,
        userAgent: 'Mozilla/5.0',
        versions: { lab: '0.1.0', tfjs: '4.22.0' },
      },
      data: { kind: 'sprites', name: 'Sprite scenes', classes: ['cat', 'dog'], trainImages: 3200, valImages: 100 },
      summary: summarizeCurves(curves, true),
      ...change,
    },
    curves,
    snapshots: [snapshot, { ...snapshot, step: 10 }],
    pictures: [
      {
        id: 'val.3',
        width: 64,
        height: 64,
        objects: [{ className: 'cat', box: [0, 0, 41, 50], difficult: false }],
        image: new Blob([png], { type: 'image/png' }),
      },
    ],
    weights: Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 251),
  };
}

/** A comparison of two arms that differ in the normalization, over the seeds; run `a1` is arm `a` under seed 1. */
export function pairedExperiment(id: string, seeds: readonly number[]): { experiment: Experiment; runs: StoredRun[] } {
  const { seed: _, ...config } = defaultRunConfig('ssd_64_smoke');
  const plan: ComparePlan = {
    arms: [
      { name: 'a', config },
      { name: 'b', config: { ...config, normalization: 'sample' } },
    ],
    seeds: [...seeds],
  };
  const places = seeds.flatMap((seed) => plan.arms.map((arm) => ({ arm, seed, id: `${arm.name}${seed}` })));
  return {
    experiment: {
      id,
      name: 'Normalization',
      created: '2026-03-01T09:00:00.000Z',
      plan,
      status: 'finished',
      runs: places.map(({ arm, seed, id }) => ({ arm: arm.name, seed, multiplier: null, run: id })),
    },
    runs: places.map((place) => {
      const experiment = { id, arm: place.arm.name };
      return storedRun(place.id, { config: { ...place.arm.config, seed: place.seed }, experiment });
    }),
  };
}
