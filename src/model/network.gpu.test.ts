import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeEngine, dispose, liveTensors, openEngine, read, type Tensor, tensor } from '../engine';
import { initializerSpecs, Random } from '../ssd';
import type { Parameter } from './layers/layer';
import { Network } from './network';
import { modelSpecOf, modelSpecs } from './presets';
import { type ConvSpec, type ModelSpec, xavierGaussianIn } from './spec';
import { readWeights, writeWeights } from './weights';

const conv = (name: string, channels: number, options: Partial<ConvSpec> = {}): ConvSpec => ({
  kind: 'conv',
  name,
  role: 'backbone',
  channels,
  size: 3,
  stride: 1,
  pad: 1,
  dilation: 1,
  activation: 'relu',
  initializer: xavierGaussianIn,
  ...options,
});

/** Every layer kind once: both activations, stride, dilation, pooling, an L2-normalised tap and a plain one. */
const tiny: ModelSpec = {
  id: 'tiny',
  trunk: [
    conv('a', 5, { activation: 'batch-norm-relu', stride: 2 }),
    conv('b', 6, { pad: 2, dilation: 2 }),
    { kind: 'max-pool', name: 'pool', size: 2, stride: 2, pad: 0, ceil: true },
    conv('c', 7, { activation: 'batch-norm-relu' }),
  ],
  taps: [{ after: 'b', l2NormScale: 3 }, { after: 'c' }],
  anchors: {
    inputSize: 18,
    maps: [9, 5],
    steps: [2, 4],
    sizes: [4, 8, 12],
    ratios: [
      [1, 2, 1 / 2],
      [1, 2, 1 / 2],
    ],
  },
  inputScale: [1, 0.5, 2],
};
const options = { classes: 3, seed: 7, predictorInitializer: initializerSpecs['xavier-uniform-avg-2'] };

function randomTensor(shape: number[], random: Random): Tensor {
  const size = shape.reduce((a, b) => a * b);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

describe.each(['wasm', 'webgpu', 'cpu'] as const)('a network on %s', (backend) => {
  beforeAll(async () => {
    await openEngine(backend);
  });
  afterAll(closeEngine);

  test('the backward pass equals the slope of a linear functional of the outputs, for every parameter', async () => {
    const network = new Network(tiny, options);
    const random = new Random('slope');
    const images = randomTensor([2, 18, 18, 3], random);
    const anchors = network.anchors.count;
    const towards = [randomTensor([2, anchors, 4], random), randomTensor([2, anchors, 4], random)];
    const weights = (await Promise.all(towards.map(read))) as Float32Array[];

    const functional = async (): Promise<number> => {
      const pass = network.forward(images);
      const outputs = (await Promise.all([read(pass.logits), read(pass.offsets)])) as Float32Array[];
      // Freed by a backward pass whose gradients go nowhere.
      network.backward(images, pass, towards[0], towards[1], (_, gradient) => dispose(gradient));
      return outputs
        .flatMap((values, i) => Array.from(values, (value, j) => value * weights[i][j]))
        .reduce((a, b) => a + b);
    };

    const before = liveTensors();
    const gradients: [Parameter, Tensor][] = [];
    const pass = network.forward(images);
    network.backward(images, pass, towards[0], towards[1], (...entry) => gradients.push(entry));
    expect(liveTensors()).toBe(before + gradients.length);
    expect(gradients.map(([parameter]) => parameter.name).sort()).toEqual(
      network.parameters
        .filter((parameter) => parameter.trainable)
        .map((parameter) => parameter.name)
        .sort(),
    );

    for (const [parameter, gradient] of gradients) {
      const values = (await read(gradient)) as Float32Array;
      dispose(gradient);
      const start = (await read(parameter.value)) as Float32Array;
      const norm = Math.hypot(...values);
      const step = 2e-3 * Math.max(1, Math.hypot(...start));
      const at = async (sign: number) => {
        dispose(parameter.value);
        parameter.value = tensor(
          start.map((value, i) => value + (sign * step * values[i]) / norm),
          parameter.shape,
        );
        return functional();
      };
      const slope = ((await at(1)) - (await at(-1))) / (2 * step);
      await at(0);
      // ReLU and max-pool have kinks within the step, so the secant is not exact.
      expect(Math.abs(slope / norm - 1), `${parameter.name}: slope ${slope}, gradient norm ${norm}`).toBeLessThan(0.03);
    }
    expect(liveTensors()).toBe(before);
    network.dispose();
    dispose(images, ...towards);
    expect(liveTensors()).toBe(0);
  });

  test('detection and training agree once the running statistics have settled on a batch', async () => {
    const network = new Network(tiny, options);
    const images = randomTensor([2, 18, 18, 3], new Random('settle'));
    let logits = new Float32Array();
    const gradient = { logits: null as Tensor | null, offsets: null as Tensor | null };
    for (let i = 0; i < 150; i++) {
      const pass = network.forward(images);
      gradient.logits ??= tensor(new Float32Array(pass.logits.size), pass.logits.shape);
      gradient.offsets ??= tensor(new Float32Array(pass.offsets.size), pass.offsets.shape);
      if (i === 149) logits = (await read(pass.logits)) as Float32Array<ArrayBuffer>;
      network.backward(images, pass, gradient.logits, gradient.offsets, (_, g) => dispose(g));
    }
    const before = liveTensors();
    const predicted = network.predict(images);
    const found = (await read(predicted.logits)) as Float32Array;
    dispose(predicted.logits, predicted.offsets);
    expect(liveTensors()).toBe(before);
    expect(Math.max(...found.map((value, i) => Math.abs(value - logits[i])))).toBeLessThan(1e-3);
    network.dispose();
    dispose(images, gradient.logits as Tensor, gradient.offsets as Tensor);
  });

  test('weights survive a round trip, and a stranger among them is refused by name', async () => {
    const network = new Network(tiny, options);
    const other = new Network(tiny, { ...options, seed: 8 });
    const weights = await readWeights(network);
    writeWeights(other, weights);
    expect(await readWeights(other)).toEqual(weights);
    const { 'b.bias': _, ...incomplete } = weights;
    expect(() => writeWeights(other, incomplete)).toThrow('weights "b.bias": got nothing; expected 6 values');
    network.dispose();
    other.dispose();
    expect(liveTensors()).toBe(0);
  });
});

describe('the model presets', () => {
  beforeAll(async () => {
    await openEngine('wasm');
  });
  afterAll(closeEngine);

  test.each([
    // 26,285,486 is also what PyTorch counts for SSD300 with 21 scores and an L2-norm scale of 512.
    ['ssd_300_vgg16_atrous', 20, 8732, 26_285_486],
    ['ssd_96_lab', 20, 756, 718_396],
    ['ssd_64_smoke', 20, 320, 101_488],
  ] as const)('%s with %i classes has %i anchors and %i trainable parameters', (id, classes, anchors, parameters) => {
    const network = new Network(modelSpecs[id], { ...options, classes });
    const trainable = network.parameters.filter((parameter) => parameter.trainable);
    expect(network.anchors.count).toBe(anchors);
    expect(trainable.reduce((sum, { value }) => sum + value.size, 0)).toBe(parameters);
    expect(network.activationShapes(1).at(-1)?.shape.slice(1)).toEqual([
      id === 'ssd_300_vgg16_atrous' ? 1 : id === 'ssd_96_lab' ? 3 : 4,
      id === 'ssd_300_vgg16_atrous' ? 1 : id === 'ssd_96_lab' ? 3 : 4,
      16,
    ]);
    network.dispose();
    expect(liveTensors()).toBe(0);
  });

  test('own anchors change the anchors, not their number, and no weight', async () => {
    const own = { sizes: [10, 20, 50], ratios: [3, 4].map((ratio) => [1, ratio, 1 / ratio]) };
    const [present, other] = [null, own].map((anchors) => {
      return new Network(modelSpecOf({ model: 'ssd_64_smoke', anchors }), options);
    });
    expect([...other.anchors.centers.subarray(0, 12)].map((v) => Number(v.toFixed(3)))).toEqual([
      ...[4, 4, 10, 10],
      ...[4, 4, 14.142, 14.142],
      ...[4, 4, 17.321, 5.774],
    ]);
    expect(other.anchors.layers).toEqual(present.anchors.layers);
    expect(other.activationShapes(1)).toEqual(present.activationShapes(1));
    expect(await readWeights(other)).toEqual(await readWeights(present));
    present.dispose();
    other.dispose();
  });

  test('only what the seed and the initialiser decide differs between two networks', async () => {
    const spec = modelSpecs.ssd_64_smoke;
    const uniform = new Network(spec, { ...options, predictorInitializer: initializerSpecs['uniform-0.07'] });
    const xavier = new Network(spec, options);
    const [a, b] = [await readWeights(uniform), await readWeights(xavier)];
    const differing = Object.keys(a).filter((name) => a[name].some((value, i) => value !== b[name][i]));
    expect(differing).toEqual([1, 2].flatMap((i) => [`predictor${i}.classes.filter`, `predictor${i}.boxes.filter`]));
    uniform.dispose();
    xavier.dispose();
  });
});
