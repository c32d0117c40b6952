import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeEngine, liveTensors, openEngine } from '../../engine';
import { type ModelSpec, modelSpecs, Network } from '../../model';
import { initializerSpecs } from '../../ssd';
import { Training, type TrainingPlan } from '../../training';
import { sceneBatch } from '../scene-batch';
import { stockTraining } from './network';

beforeAll(() => openEngine('cpu'));
afterAll(() => closeEngine());

const constant = { kind: 'constant', warmupSteps: 0 } as const;
const plan: TrainingPlan = {
  steps: 3,
  normalization: 'batch',
  sampleScale: 'sum',
  accumulate: 1,
  optimizer: {
    ...{ kind: 'adamw', learningRate: 0.003, beta1: 0.9, beta2: 0.99, epsilon: 1e-4, weightDecay: 0 },
    ...{ schedule: constant, clipNorm: null },
  },
};

/** The first stages of the smoke model on images of 32 pixels, and a convolution with bias and ReLU behind them. */
const [first, second, third] = modelSpecs.ssd_64_smoke.trunk as Extract<ModelSpec['trunk'][number], { kind: 'conv' }>[];
const small: ModelSpec = {
  id: 'small',
  trunk: [first, second, { ...third, name: 'plain', channels: 12, activation: 'relu' }],
  taps: [{ after: second.name }, { after: 'plain' }],
  anchors: {
    inputSize: 32,
    maps: [8, 4],
    steps: [4, 8],
    sizes: [8, 16, 30],
    ratios: [
      [1, 2],
      [1, 2],
    ],
  },
};

test('the stock network has the losses of the lab, step for step, and leaves no tensor', async () => {
  const before = liveTensors();
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  const network = new Network(small, { classes: 4, seed: 1, predictorInitializer });
  const batch = sceneBatch(network.anchors, { count: 3, size: 32, classes: 4 });

  const stock = await stockTraining(network, plan, batch);
  const stockLosses: number[] = [];
  for (let step = 0; step < plan.steps; step++) {
    const loss = stock.step();
    stockLosses.push(loss.dataSync()[0]);
    loss.dispose();
  }
  stock.dispose();

  const training = new Training(network, plan);
  const ownLosses: number[] = [];
  for await (const { losses } of training.run(async () => batch)) ownLosses.push((await losses()).total);
  training.dispose();
  network.dispose();

  expect(new Set(ownLosses).size).toBe(plan.steps);
  for (const [step, loss] of stockLosses.entries()) expect(loss / ownLosses[step]).toBeCloseTo(1, 4);
  expect(liveTensors()).toBe(before);
});

test('what stock TensorFlow.js cannot train is refused before a long forward pass', async () => {
  const before = liveTensors();
  const trunk = small.trunk.map((item) => (item.name === 'plain' ? { ...item, pad: 2, dilation: 2 } : item));
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  const network = new Network({ ...small, trunk } as ModelSpec, { classes: 4, seed: 1, predictorInitializer });
  const batch = sceneBatch(network.anchors, { count: 1, size: 32, classes: 4 });
  await expect(stockTraining(network, plan, batch)).rejects.toThrow('plain is dilated by 2');
  network.dispose();
  expect(liveTensors()).toBe(before);
});
