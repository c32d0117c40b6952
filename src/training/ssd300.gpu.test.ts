/**
 * @file The full-size model end to end: it trains on WASM, and both back ends compute the same forward pass.
 */
import { afterEach, expect, test } from 'vitest';
import { closeEngine, dispose, liveTensors, openEngine, read, tensor } from '../engine';
import { defaultRunConfig } from '../experiments';
import { modelSpecs, Network } from '../model';
import { initializerSpecs, makeTargets, Random } from '../ssd';
import { Training } from './loop';
import type { TrainingBatch } from './step';

const spec = modelSpecs.ssd_300_vgg16_atrous;
const size = 300;

function makeNetwork(): Network {
  return new Network(spec, { classes: 20, seed: 1, predictorInitializer: initializerSpecs['xavier-uniform-avg-2'] });
}

function noise(count: number): Float32Array {
  const random = new Random('noise');
  return Float32Array.from({ length: count * size * size * 3 }, () => random.normal());
}

afterEach(async () => {
  expect(liveTensors()).toBe(0);
  await closeEngine();
});

test('two steps at batch 2 on wasm have finite, falling losses and leak nothing', { timeout: 240_000 }, async () => {
  await openEngine('wasm');
  const network = makeNetwork();
  const plan = { ...defaultRunConfig('ssd_300_vgg16_atrous'), steps: 2 };
  const training = new Training(network, plan);
  const targets = [Float32Array.of(20, 30, 180, 250), Float32Array.of(100, 60, 260, 150)].map((box, i) =>
    makeTargets(network.anchors, box, Int32Array.of(7 + i)),
  );
  const batch: TrainingBatch = {
    images: noise(2),
    classTargets: Int32Array.from(targets.flatMap(({ classTargets }) => Array.from(classTargets))),
    boxTargets: Float32Array.from(targets.flatMap(({ boxTargets }) => Array.from(boxTargets))),
    ids: ['one', 'two'],
    digest: 0,
    size,
    count: 2,
  };
  const losses: number[] = [];
  for await (const step of training.run(async () => batch)) {
    losses.push((await step.losses()).total);
    expect(step.liveTensors).toBe(step.liveTensorsBefore);
  }
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses[1]).toBeLessThan(losses[0]);
  training.dispose();
  network.dispose();
});

test('one forward pass agrees between wasm and software WebGPU to 1e-3', { timeout: 240_000 }, async () => {
  const outputs: Float32Array[][] = [];
  for (const backend of ['wasm', 'webgpu'] as const) {
    await openEngine(backend);
    const network = makeNetwork();
    const images = tensor(noise(1), [1, size, size, 3]);
    const { logits, offsets } = network.predict(images);
    outputs.push((await Promise.all([read(logits), read(offsets)])) as Float32Array[]);
    dispose(images, logits, offsets);
    network.dispose();
  }
  const [wasm, webgpu] = outputs;
  for (const [i, values] of wasm.entries()) {
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const difference = values.reduce((max, value, j) => Math.max(max, Math.abs(value - webgpu[i][j])), 0);
    expect(largest).toBeGreaterThan(0);
    expect(difference / Math.max(1, largest)).toBeLessThan(1e-3);
  }
});
