import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as engine from '../engine';
import { Random } from '../ssd';
import { jsSubject } from './js-subject';
import { lossOptions, type Predictor } from './subject';
import { tensorSubject } from './tensor-subject';

const random = new Random('tensor subject');
const floats = (length: number) => Float32Array.from({ length }, () => random.uniform(-1, 1));

/** Sizes that are no multiple of any workgroup. */
const [batch, anchors, classes] = [2, 67, 5];
const lossInput = {
  logits: floats(batch * anchors * classes),
  offsets: floats(batch * anchors * 4),
  classTargets: Int32Array.from({ length: batch * anchors }, (_, a) => (a % 13 === 0 ? 1 + (a % 4) : 0)),
  boxTargets: floats(batch * anchors * 4),
  batch,
  anchors,
  classes,
  ...lossOptions,
  normalization: 'sample' as const,
};
const predictor: Predictor = {
  features: floats(2 * 5 * 4 * 3),
  shape: [2, 5, 4, 3],
  filter: floats(27 * 7),
  bias: floats(7),
};
const gradient = floats(2 * 5 * 4 * 7);

describe.each(['wasm', 'webgpu'] as const)('on %s', (backend) => {
  const subject = tensorSubject(engine);
  let before = 0;

  beforeAll(async () => {
    await engine.openEngine(backend);
    before = engine.liveTensors();
  });
  afterAll(async () => {
    expect(engine.liveTensors()).toBe(before);
    await engine.closeEngine();
  });

  test('the loss and its gradients equal those of the pure code', async () => {
    const found = await subject.multiboxLoss(lossInput);
    const expected = await jsSubject.multiboxLoss(lossInput);
    expectClose(found.gradLogits, expected.gradLogits);
    expectClose(found.gradOffsets, expected.gradOffsets);
    expectClose(found.perImage, expected.perImage);
  });

  test('decoded predictions equal those of the pure code', async () => {
    const centers = Float32Array.from({ length: anchors * 4 }, () => random.uniform(5, 50));
    const predictions = {
      logits: floats(anchors * classes),
      offsets: floats(anchors * 4),
      anchorCenters: centers,
      classes,
    };
    const found = await subject.decode(predictions);
    const expected = await jsSubject.decode(predictions);
    expectClose(found.probabilities, expected.probabilities);
    expectClose(found.boxes, expected.boxes);
  });

  test.each([
    { decoder: 'per-class' as const, nmsThreshold: 0.3, topK: 50 },
    { decoder: 'argmax' as const, nmsThreshold: 0.3, topK: -1 },
    { decoder: 'per-class' as const, nmsThreshold: 1, topK: 50 },
  ])('rows of detections equal those of the pure code: %o', async (given) => {
    const predictions = {
      logits: floats(anchors * classes),
      offsets: floats(anchors * 4),
      anchorCenters: Float32Array.from({ length: anchors * 4 }, () => random.uniform(20, 50)),
      classes,
    };
    const options = { ...given, scoreThreshold: 0.1, validThreshold: 0.2, postNms: 60 };
    const found = await subject.detect(predictions, options);
    const expected = await jsSubject.detect(predictions, options);
    expect(found.stages).toEqual(expected.stages);
    expectClose(found.rows, expected.rows);
  });

  test('a predictor and its gradients equal the plain convolution', async () => {
    expectClose(await subject.predict(predictor), await jsSubject.predict(predictor));
    const found = await subject.predictGradients(predictor, gradient);
    const expected = await jsSubject.predictGradients(predictor, gradient);
    expectClose(found.features, expected.features);
    expectClose(found.filter, expected.filter);
    expectClose(found.bias, expected.bias);
  });

  test('an optimizer step updates weight and momentum in place', async () => {
    const step = { learningRate: 0.1, momentum: 0.9, weightDecay: 0.01 };
    const [weight, momentum, slope] = [floats(9), floats(9), floats(9)];
    const [expectedWeight, expectedMomentum] = [weight.slice(), momentum.slice()];
    await subject.sgdUpdate(weight, momentum, slope, step);
    await jsSubject.sgdUpdate(expectedWeight, expectedMomentum, slope, step);
    expectClose(weight, expectedWeight);
    expectClose(momentum, expectedMomentum);
  });

  test('an operation that fails leaves no tensor behind', async () => {
    const broken = { ...predictor, bias: new Float32Array() };
    await expect(subject.predictGradients(broken, gradient)).rejects.toThrow();
    expect(engine.liveTensors()).toBe(before);
  });
});

function expectClose(found: Float32Array, expected: Float32Array): void {
  expect(found).toHaveLength(expected.length);
  const worst = found.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - expected[i]) / (1 + Math.abs(expected[i]))),
    0,
  );
  expect(worst).toBeLessThan(1e-5);
}
