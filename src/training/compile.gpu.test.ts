import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeEngine, liveTensors, openEngine } from '../engine';
import { modelSpecs, Network, readWeights } from '../model';
import { initializerSpecs } from '../ssd';
import { compileRun } from './compile';
import { detectBatch } from './detect';
import { Training, type TrainingPlan } from './loop';

const plan: TrainingPlan = {
  steps: 2,
  optimizer: {
    kind: 'sgd',
    learningRate: 0.01,
    momentum: 0.9,
    weightDecay: 5e-4,
    clipNorm: 1,
    schedule: { kind: 'constant', warmupSteps: 0 },
  },
  normalization: 'batch',
  sampleScale: 'sum',
  accumulate: 1,
};
const size = 64;
const detect = { decoder: 'per-class' } as const;

function makeTraining(): Training {
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  return new Training(new Network(modelSpecs.ssd_64_smoke, { classes: 2, seed: 3, predictorInitializer }), plan);
}

/** A batch of one grey level, with an object at the first anchor. */
function grey(training: Training, count: number) {
  const anchors = training.network.anchors.count;
  const classTargets = new Int32Array(count * anchors).map((_, i) => (i % anchors === 0 ? 1 : 0));
  const none = {
    width: 9,
    height: 9,
    boxes: new Float32Array(),
    labels: new Int32Array(),
    difficult: new Uint8Array(),
  };
  return {
    images: new Float32Array(count * size * size * 3).fill(0.1),
    classTargets,
    boxTargets: new Float32Array(count * anchors * 4),
    ids: Array.from({ length: count }, (_, i) => `grey ${i}`),
    digest: 0,
    originals: Array.from({ length: count }, () => none),
    size,
    count,
  };
}

/** Two detections and two steps. @returns the losses, and how many pipelines were compiled on the way */
async function train(training: Training): Promise<{ losses: number[]; compiled: number }> {
  const create = GPUDevice.prototype.createComputePipeline;
  let compiled = 0;
  GPUDevice.prototype.createComputePipeline = function (descriptor) {
    compiled++;
    return create.call(this, descriptor);
  };
  try {
    for (const count of [1, 3]) await detectBatch(training.network, grey(training, count), [detect]);
    const losses: number[] = [];
    for await (const step of training.run(async () => grey(training, 2))) losses.push((await step.losses()).total);
    return { losses, compiled };
  } finally {
    GPUDevice.prototype.createComputePipeline = create;
  }
}

beforeAll(async () => {
  await openEngine('webgpu');
});
afterAll(closeEngine);

test('a compiled run compiles nothing any more, starts from the same weights and has the same losses', async () => {
  const training = makeTraining();
  const weights = await readWeights(training.network);
  const progress: [number, number][] = [];
  const shapes = { batch: 2, detected: [1, 3, 3], ways: [detect] };
  await compileRun(training, shapes, (...counts) => progress.push(counts));
  const total = progress.length - 1;
  expect(total).toBeGreaterThan(10);
  expect(progress).toEqual(progress.map((_, done) => [done, total]));
  expect(await readWeights(training.network)).toEqual(weights);
  expect(training.step).toBe(0);
  const { losses, compiled } = await train(training);
  expect(compiled).toBe(0);
  training.dispose();
  training.network.dispose();
  expect(liveTensors()).toBe(0);

  await closeEngine();
  await openEngine('webgpu');
  const unprepared = makeTraining();
  const expected = await train(unprepared);
  expect(expected.losses).toEqual(losses);
  expect(expected.compiled).toBeGreaterThan(10);
  unprepared.dispose();
  unprepared.network.dispose();
});
