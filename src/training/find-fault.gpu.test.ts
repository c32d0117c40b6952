/** @file Faults planted in a batch are found again, with their place. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeEngine, liveTensors, openEngine } from '../engine';
import { type ModelSpec, modelSpecs, Network, readWeights } from '../model';
import { causeOf, generateAnchors, initializerSpecs, makeTargets, Random } from '../ssd';
import { type Fault, findFault } from './find-fault';
import { Training, type TrainingPlan } from './loop';
import type { NonFiniteLossError } from './losses';
import type { TrainingBatch } from './step';

/** Without batch norm, which would spread a fault over all images. */
const spec: ModelSpec = {
  ...modelSpecs.ssd_64_smoke,
  trunk: modelSpecs.ssd_64_smoke.trunk.map((layer) =>
    layer.kind === 'conv' ? { ...layer, activation: 'relu' } : layer,
  ),
};
const anchors = generateAnchors(spec.anchors);
const { classTargets, boxTargets } = makeTargets(anchors, Float32Array.of(8, 8, 40, 50), Int32Array.of(0));
const positive = classTargets.findIndex((target) => target > 0);
const [count, size, badStep] = [3, 64, 8];

const plan: TrainingPlan = {
  steps: 10,
  optimizer: {
    ...{ kind: 'sgd', learningRate: 0.001, momentum: 0.9, weightDecay: 0, clipNorm: null },
    schedule: { kind: 'constant', warmupSteps: 0 },
  },
  normalization: 'batch',
  sampleScale: 'sum',
  accumulate: 2,
};

beforeAll(async () => {
  await openEngine('wasm');
});
afterAll(closeEngine);

function batch(step: number): TrainingBatch {
  const random = new Random('noise', step);
  const repeat = <T>(values: ArrayLike<T>) => Array.from({ length: count }, () => Array.from(values)).flat();
  return {
    images: Float32Array.from({ length: count * size * size * 3 }, () => random.normal()),
    classTargets: Int32Array.from(repeat(classTargets)),
    boxTargets: Float32Array.from(repeat(boxTargets)),
    ids: ['a', 'b', 'c'],
    digest: step,
    size,
    count,
  };
}

function train(): Training {
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  return new Training(new Network(spec, { classes: 2, seed: 3, predictorInitializer }), plan);
}

/** Trains until the planted fault stops the run, and finds it. @returns it with the weights that are left */
async function planted(plant: (batch: TrainingBatch) => void) {
  const batchOf = async (step: number) => {
    const made = batch(step);
    if (step === badStep) plant(made);
    return made;
  };
  const training = train();
  const start = await training.checkpoint();
  const run = async () => {
    for await (const _ of training.run(batchOf));
  };
  const error = (await run().catch((thrown: unknown) => thrown)) as NonFiniteLossError;
  const { signal } = new AbortController();
  const fault = (await findFault(training, { start, until: error.step, batchOf, onStep: () => {}, signal })) as Fault;
  const weights = await readWeights(training.network);
  training.dispose();
  training.network.dispose();
  expect(liveTensors()).toBe(0);
  return { fault, weights };
}

test('a box target that is not finite is found by image and anchor, and the weights are those before it', async () => {
  const { fault, weights } = await planted(({ boxTargets: targets }) => {
    targets[(2 * anchors.count + positive) * 4 + 2] = Number.NEGATIVE_INFINITY;
  });
  expect(fault).toMatchObject({ step: badStep, term: 'target', layer: null, images: [2], anchor: positive });
  expect(causeOf(fault)).toBe('degenerate-box');
  expect(fault.history.map(({ step }) => step)).toEqual([4, 5, 6, 7, 8]);

  const unbroken = train();
  for await (const { step } of unbroken.run(async (s) => batch(s))) if (step === badStep - 1) break;
  expect(await readWeights(unbroken.network)).toEqual(weights);
  unbroken.dispose();
  unbroken.network.dispose();
});

test('activations that overflow are found by layer and image, under weights as they were', async () => {
  const { fault } = await planted(({ images }) => {
    images.fill(3e38, images.length / 3, (images.length * 2) / 3);
  });
  expect(fault).toMatchObject({ step: badStep, term: 'output', layer: 'stage1_1', images: [1], anchor: null });
  expect(fault.outputs.map(({ name }) => name)).toEqual(['stage1_1']);
  expect(causeOf(fault)).toBe('activations');
});

test('a replay that meets only finite numbers finds nothing', async () => {
  const training = train();
  const start = await training.checkpoint();
  for await (const { step } of training.run(async (s) => batch(s))) if (step === 3) break;
  const { signal } = new AbortController();
  const batchOf = async (step: number) => batch(step);
  expect(await findFault(training, { start, until: 3, batchOf, onStep: () => {}, signal })).toBeNull();
  training.dispose();
  training.network.dispose();
});
