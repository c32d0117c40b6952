import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeEngine, liveTensors, openEngine } from '../engine';
import { type ModelSpec, modelSpecs, Network, readWeights } from '../model';
import { generateAnchors, initializerSpecs, makeTargets, Random } from '../ssd';
import { detectBatch } from './detect';
import { type TrainedStep, Training, type TrainingPlan } from './loop';
import { NonFiniteLossError } from './losses';
import type { TrainingBatch } from './step';

const spec = modelSpecs.ssd_64_smoke;
/** With biases in place of batch norm. */
const withoutBatchNorm: ModelSpec = {
  ...spec,
  trunk: spec.trunk.map((layer) => (layer.kind === 'conv' ? { ...layer, activation: 'relu' } : layer)),
};
const anchors = generateAnchors(spec.anchors);
const count = 4;
const size = 64;

/** Bright squares (class 0) and dark ones (class 1) on noise: learnable within a few steps. */
async function squares(step: number): Promise<TrainingBatch> {
  const random = new Random('squares', step);
  const images = Float32Array.from({ length: count * size * size * 3 }, () => random.normal(0, 0.3));
  const classTargets: number[] = [];
  const boxTargets: number[] = [];
  for (let b = 0; b < count; b++) {
    const side = 20 + random.integer(30);
    const [left, top] = [random.integer(size - side), random.integer(size - side)];
    const classId = random.integer(2);
    for (let y = top; y < top + side; y++) {
      images.fill(classId ? -2 : 2, ((b * size + y) * size + left) * 3, ((b * size + y) * size + left + side) * 3);
    }
    const box = Float32Array.of(left, top, left + side, top + side);
    const targets = makeTargets(anchors, box, Int32Array.of(classId));
    classTargets.push(...targets.classTargets);
    boxTargets.push(...targets.boxTargets);
  }
  return {
    images,
    classTargets: Int32Array.from(classTargets),
    boxTargets: Float32Array.from(boxTargets),
    ids: Array.from({ length: count }, (_, i) => `square ${step}.${i}`),
    digest: step,
    size,
    count,
  };
}

const adamw: TrainingPlan = {
  steps: 12,
  optimizer: {
    kind: 'adamw',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.02,
    clipNorm: null,
    schedule: { kind: 'cosine', warmupSteps: 2, finalFraction: 0.01 },
  },
  normalization: 'batch',
  sampleScale: 'sum',
  accumulate: 1,
};
const sgd: TrainingPlan = {
  ...adamw,
  optimizer: {
    kind: 'sgd',
    learningRate: 0.01,
    momentum: 0.9,
    weightDecay: 5e-4,
    clipNorm: null,
    schedule: { kind: 'constant', warmupSteps: 0 },
  },
};

function makeTraining(plan: TrainingPlan, model: ModelSpec = spec): Training {
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  return new Training(new Network(model, { classes: 2, seed: 3, predictorInitializer }), plan);
}

function freeTraining(training: Training): void {
  training.dispose();
  training.network.dispose();
}

/** The losses of the steps up to one, read at every step or only when that is done. */
async function totals(training: Training, until = training.plan.steps, read: 'each' | 'last' = 'last') {
  const trained: TrainedStep[] = [];
  if (training.step < until) {
    for await (const step of training.run(squares)) {
      trained.push(step);
      if (read === 'each') await step.losses();
      if (training.step >= until) break;
    }
  }
  const losses = await Promise.all(trained.map((step) => step.losses()));
  return losses.map(({ total }) => total);
}

describe.each(['wasm', 'webgpu'] as const)('training on %s', (backend) => {
  beforeAll(async () => {
    await openEngine(backend);
  });
  afterAll(closeEngine);
  afterEach(() => expect(liveTensors()).toBe(0));

  test('the loss falls, and every step leaves as many tensors alive as it found', async () => {
    const training = makeTraining(adamw);
    const bare = liveTensors();
    const losses: number[] = [];
    for await (const step of training.run(squares)) {
      // The ring of losses, and the images and targets, are made once the size of a batch is known.
      expect([step.liveTensorsBefore, step.liveTensors]).toEqual([bare + 4, bare + 4]);
      // A GPU's commands are recorded with the second step.
      const isReplayed = backend === 'webgpu' && step.step > 2;
      expect([step.stages.replay > 0, step.stages.backward > 0]).toEqual([isReplayed, !isReplayed]);
      losses.push((await step.losses()).total);
    }
    expect(losses).toHaveLength(12);
    expect(losses[11]).toBeLessThan(losses[0] / 2);
    freeTraining(training);
  });

  test.each([
    ['adamw, batch-wise', adamw],
    ['sgd, sample-wise, clipped', { ...sgd, normalization: 'sample', optimizer: { ...sgd.optimizer, clipNorm: 1 } }],
  ] as [string, TrainingPlan][])(
    '%s: one seed gives one run, and a resumed run is the unbroken one',
    async (_, plan) => {
      const unbroken = makeTraining(plan);
      const expected = await totals(unbroken);
      const weights = await readWeights(unbroken.network);
      freeTraining(unbroken);

      const first = makeTraining(plan);
      const began = await totals(first, 5);
      const checkpoint = await first.checkpoint();
      freeTraining(first);
      const second = makeTraining(plan);
      second.restore(structuredClone(checkpoint));
      const ended = await totals(second, plan.steps, 'each');
      expect(await readWeights(second.network)).toEqual(weights);
      freeTraining(second);
      expect([...began, ...ended]).toEqual(expected);
    },
  );

  test.each([
    ['batch-wise', {}],
    [
      'sample-wise, clipped',
      { normalization: 'sample', sampleScale: 'mean', optimizer: { ...sgd.optimizer, clipNorm: 1 } },
    ],
  ] as [string, Partial<TrainingPlan>][])(
    '%s: micro-batches give the losses and weights of the whole batch, and the same again',
    async (_, change) => {
      const plan = { ...sgd, steps: 3, ...change };
      const train = async (accumulate: number) => {
        const training = makeTraining({ ...plan, accumulate }, withoutBatchNorm);
        const result = { losses: await totals(training), weights: await readWeights(training.network) };
        freeTraining(training);
        return result;
      };
      const [whole, halves, again, uneven] = [await train(1), await train(2), await train(2), await train(3)];
      expect(again).toEqual(halves);
      for (const split of [halves, uneven]) {
        expect(split.weights).not.toEqual(whole.weights);
        for (const [i, loss] of split.losses.entries()) expect(loss / whole.losses[i]).toBeCloseTo(1, 4);
        for (const [name, values] of Object.entries(whole.weights)) {
          const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const apart = values.reduce((most, value, j) => Math.max(most, Math.abs(value - split.weights[name][j])), 0);
          expect(apart / largest, name).toBeLessThan(1e-4);
        }
      }
    },
  );

  test('a learning rate that explodes stops the run and names step, term and images', async () => {
    const training = makeTraining({ ...sgd, optimizer: { ...sgd.optimizer, learningRate: 1e12 } });
    await expect(totals(training)).rejects.toThrow(
      /^step \d+: loss is (NaN|Infinity) \(confidence .*\); images square /,
    );
    freeTraining(training);
  });

  test('losses that nobody asks for are checked before the run ends, and name their step', async () => {
    const training = makeTraining({ ...sgd, optimizer: { ...sgd.optimizer, learningRate: 1e12 } });
    const run = async () => {
      for await (const _ of training.run(squares));
    };
    const error = await run().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NonFiniteLossError);
    const { step, message } = error as NonFiniteLossError;
    expect(message).toMatch(new RegExp(`^step ${step}: loss is `));
    if (training.step > step) expect(message).toContain(`(read after step ${training.step}; `);
    await expect(training.checkpoint()).rejects.toThrow(error as Error);
    freeTraining(training);
  });

  test('a checkpoint from before a bad step leads on, whatever was still unread', async () => {
    const training = makeTraining(adamw);
    const expected = await totals(training, 4);
    const checkpoint = await training.checkpoint();
    training.learningRateOverride = 1e30;
    const steps = training.run(squares);
    for (let i = 0; i < 3; i++) if ((await steps.next().catch(() => ({ done: true }))).done) break;
    training.restore(checkpoint);
    const unbroken = makeTraining(adamw);
    expect([...expected, ...(await totals(training))]).toEqual(await totals(unbroken));
    freeTraining(training);
    freeTraining(unbroken);
  });

  test('a learning rate set by hand replaces the schedule from the next step on', async () => {
    const training = makeTraining(adamw);
    const steps = training.run(squares);
    const rates: number[] = [];
    for (const override of [null, 0.003, 0.003, null]) {
      training.learningRateOverride = override;
      const { value } = await steps.next();
      rates.push((value as { learningRate: number }).learningRate);
    }
    expect(rates.slice(0, 3)).toEqual([0.005, 0.003, 0.003]);
    expect(rates[3]).not.toBe(0.003);
    await steps.return();
    freeTraining(training);
  });

  test('detections are clipped to the image and lie in its own pixels', async () => {
    const training = makeTraining(adamw);
    await totals(training);
    const batch = await squares(99);
    const none = { boxes: new Float32Array(), labels: new Int32Array(), difficult: new Uint8Array() };
    const originals = Array.from({ length: count }, () => ({ width: 640, height: 32, ...none }));
    const ways = [{ decoder: 'per-class' }, { decoder: 'argmax' }] as const;
    const [detections] = await detectBatch(training.network, { ...batch, originals }, ways);
    const boxes = detections.flatMap((found) => Array.from(found.boxes));
    expect(boxes.length).toBeGreaterThan(0);
    expect(Math.min(...boxes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...boxes.filter((_, i) => i % 2 === 0))).toBeLessThanOrEqual(640);
    expect(Math.max(...boxes.filter((_, i) => i % 2 === 1))).toBeLessThanOrEqual(32);
    freeTraining(training);
  });

  test('a batch without objects has zero loss and leaves the weights to decay alone', async () => {
    const training = makeTraining({ ...sgd, steps: 1 });
    const empty = async (step: number): Promise<TrainingBatch> => {
      const batch = await squares(step);
      return { ...batch, classTargets: batch.classTargets.map(() => 0) };
    };
    for await (const { losses } of training.run(empty)) {
      expect(await losses()).toMatchObject({
        total: 0,
        confidence: 0,
        localization: 0,
        positives: 0,
        hardNegatives: 0,
      });
    }
    freeTraining(training);
  });
});

test('a checkpoint of another optimizer is refused by the name of its buffer', async () => {
  await openEngine('wasm');
  const one = makeTraining(adamw);
  const other = makeTraining(sgd);
  await expect(one.checkpoint().then((checkpoint) => other.restore(checkpoint))).rejects.toThrow(
    /^optimizer state "stage1_1\.filter": got 216, 216; expected 216 values/,
  );
  freeTraining(one);
  freeTraining(other);
  expect(liveTensors()).toBe(0);
  await closeEngine();
});
