import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeEngine, type EngineInfo, liveTensors, openEngine } from '../../engine';
import { type ImageRef, parseRunConfig, tutorialBatch } from '../../experiments';
import { initializerSpecs } from '../../ssd';
import { DataPool } from '../data-pool';
import { type DataSet, openDataSet } from '../data-set';
import type { InspectApi, LossRequest } from '../inspection';
import type { LabEvent } from '../protocol';
import { Turns } from '../turns';
import { createInspector } from './inspector';

const config = parseRunConfig({ data: { kind: 'sprites', train: 40, val: 6 }, model: 'ssd_64_smoke', backend: 'wasm' });
const fresh = { config, weights: 'fresh', predictions: 'random' } as const;
const images: ImageRef[] = [0, 1, 2].map((index) => ({ split: 'train', index }));
const lossOf = (change: Partial<LossRequest> = {}): LossRequest => ({
  ...{ ...fresh, images, iouThreshold: 0.5, negativeRatio: 3, ...change },
  objects: change.objects ?? (change.images ?? images).map(() => null),
});
const reinitialized = (target: string, scheme: string) => ({ ...config, reinitialize: [{ target, scheme }] });
const detection = { scoreThreshold: 0.01, nmsThreshold: 0.45, topK: 400, postNms: 100 };

let api: InspectApi;
let forget: () => void;
let events: LabEvent[] = [];
let asking = new AbortController();

beforeAll(async () => {
  const engine: EngineInfo = await openEngine('wasm');
  const pool = new DataPool(() => {});
  const source = { kind: 'sprites', config: config.data as never, model: config.model } as const;
  const set: DataSet = await openDataSet(pool, source, () => {});
  const inspector = createInspector({
    ground: () => ({ pool, data: set.summary, engine }),
    session: () => null,
    turns: new Turns(),
    emit: (event) => events.push(event),
    signal: () => asking.signal,
  });
  ({ api, forget } = inspector);
});
afterAll(closeEngine);

describe('the loss of a batch', () => {
  test("of the tutorial's images is what the tutorial says", async () => {
    const [first, second] = await api.batchLoss(lossOf({ images: tutorialBatch }));
    expect([first.positives, second.positives]).toEqual([13, 23]);
    expect([first.hardNegatives, second.hardNegatives]).toEqual([39, 69]);
    // Goldens, case tutorial_seed1: batch_conf_sum and batch_loc_rescaled times 36.
    expect(first.confidence / 36).toBeCloseTo(9.62189094, 4);
    expect(second.confidence / 36).toBeCloseTo(16.9695892, 4);
    expect(first.localization / 36).toBeCloseTo(1.52783561, 5);
    expect(second.localization / 36).toBeCloseTo(2.83813221, 5);
  });

  test('follows the objects that the reader drew', async () => {
    const [own] = await api.batchLoss(lossOf());
    const [none, , one] = await api.batchLoss(lossOf({ objects: [[], null, [{ classId: 0, box: [8, 8, 40, 40] }]] }));
    expect(own.objects).toBeGreaterThan(0);
    expect([none.objects, none.positives, none.confidence]).toEqual([0, 0, 0]);
    expect(one.objects).toBe(1);
    expect(one.positives).toBeGreaterThan(0);
  });

  test('of zero logits is 4 ln K a positive, and their entropy is ln K', async () => {
    const zero = { ...fresh, config: reinitialized('predictors', 'constant(0)'), images };
    const { confidence, entropy, classes, layers } = await api.logitSummary(zero);
    expect(confidence).toBeCloseTo(4 * Math.log(classes), 4);
    expect(entropy).toBeCloseTo(Math.log(classes), 5);
    expect(layers.every(({ std }) => std === 0)).toBe(true);
  });

  test('has a gradient of the weights, and looking at it changes none of them', async () => {
    const names = (await api.parameters(fresh)).map(({ name }) => name);
    const look = () => api.weights({ ...fresh, names, bins: 4, range: null });
    const before = await look();
    const [first, empty] = await api.weightGradients(lossOf({ objects: [null, [], null] }));
    expect(first).toBeGreaterThan(0);
    expect(empty).toBe(0);
    expect(await look()).toEqual(before);
    expect(await api.weightGradients(lossOf({ objects: [null, [], null] }))).toEqual([first, 0, expect.any(Number)]);
  });
});

describe('weights', () => {
  test('re-initialised have the std of their scheme, and only they have changed', async () => {
    const uniform = { ...fresh, config: reinitialized('predictors', 'uniform(0.07)') };
    const list = await api.parameters(uniform);
    const filters = list.filter(({ role, fans }) => role === 'predictor' && fans !== null);
    expect(filters.every(({ initializer }) => initializer === 'uniform(0.07)')).toBe(true);
    const of = (request: typeof uniform | typeof fresh, names: string[]) =>
      api.weights({ ...request, names, bins: 10, range: null });
    const names = filters.map(({ name }) => name);
    const { std, min, max, histogram, count } = await of(uniform, names);
    expect(std).toBeCloseTo(0.07 / Math.sqrt(3), 3);
    expect(Math.max(-min, max)).toBeLessThanOrEqual(Math.fround(0.07));
    expect(histogram.counts.reduce((a, b) => a + b)).toBe(count);
    const backbone = list.filter(({ role }) => role !== 'predictor').map(({ name }) => name);
    expect(await of(uniform, backbone)).toEqual(await of(fresh, backbone));
  });

  test('re-initialised by the scheme they were built with are the same', async () => {
    const names = ['predictor1.classes.filter'];
    expect(initializerSpecs[config.initializer]).toMatchObject({ kind: 'xavier', distribution: 'uniform' });
    const same = { ...fresh, config: reinitialized('predictors', 'xavier(uniform,avg,2)') };
    const look = (request: typeof fresh | typeof same) => api.weights({ ...request, names, bins: 5, range: null });
    expect(await look(same)).toEqual(await look(fresh));
  });

  test('under a prior bias give every anchor that probability of an object', async () => {
    const zero = { target: 'predictors', scheme: 'constant(0)' };
    const prior = { target: 'predictors', scheme: 'prior-bias(0.02)' };
    const [{ logits, classes }] = await api.predict({
      ...fresh,
      config: { ...config, reinitialize: [zero, prior] },
      images,
    });
    const scores = [...logits.subarray(0, classes)].map(Math.exp);
    expect(1 - scores[0] / scores.reduce((a, b) => a + b)).toBeCloseTo(0.02, 5);
  });

  test.each([
    ['predictor9.filter', 'uniform(1)', /nothing called "predictor9.filter"/],
    ['predictor1.boxes.bias', 'xavier(uniform,avg,2)', /needs a filter/],
    ['predictor1.boxes.bias', 'prior-bias(0.1)', /class predictor/],
  ])('cannot be %s by %s', async (target, scheme, reason) => {
    await expect(api.parameters({ ...fresh, config: reinitialized(target, scheme) })).rejects.toThrow(reason);
  });
});

describe('detections', () => {
  test('of both decoders come from one forward pass, and other thresholds from none', async () => {
    forget();
    const request = { ...fresh, image: images[0], detection };
    const first = await api.detections(request);
    const second = await api.detections({ ...request, detection: { ...detection, nmsThreshold: 0.8 } });
    expect(first.forwardMs).toBeGreaterThan(0);
    expect(second.forwardMs).toBeNull();
    const survivors = ({ rows }: typeof first.perClass) => rows.filter(({ suppressed }) => suppressed === null).length;
    expect(survivors(second.perClass)).toBeGreaterThan(survivors(first.perClass));
    expect(first.argmax.candidates).toBeLessThan(first.perClass.candidates);
  });

  test('are compared over val, with progress', async () => {
    events = [];
    const { images: seen, decoders } = await api.compareDecoders({ ...fresh, detection });
    expect(seen).toBe(6);
    expect(decoders['per-class'].report.map07).not.toBeNull();
    expect(decoders.argmax.detections).toBeGreaterThan(0);
    const tasks = events.flatMap((event) => (event.type === 'progress' ? [event.progress?.done ?? null] : []));
    expect(tasks).toEqual([6, null]);
  });
});

test('a trial trains every start on the same batches', async () => {
  const twin = { target: 'predictors', scheme: 'xavier(uniform,avg,2)' };
  const starts = [
    { label: 'as it is', reinitialize: [] },
    { label: 'the same', reinitialize: [twin] },
    { label: 'zero', reinitialize: [{ target: 'predictors', scheme: 'constant(0)' }] },
  ];
  const [plain, same, zero] = await api.trial({ config, starts, steps: 3 });
  expect(plain.confidence).toHaveLength(3);
  expect(same).toEqual({ ...plain, label: 'the same' });
  expect(zero.confidence[0]).toBeCloseTo(4 * Math.log(21), 3);
});

test('a cancelled trial ends with its reason', async () => {
  const trial = api.trial({ config, starts: [{ label: 'one', reinitialize: [] }], steps: 50 });
  asking.abort(new Error('It was cancelled.'));
  await expect(trial).rejects.toThrow('It was cancelled.');
  asking = new AbortController();
});

test('the recall of the anchors counts every object of the counted images', async () => {
  const { objects, images: seen, reached, bySize, byClass } = await api.anchorRecall({ config, iouThreshold: 0.5 });
  expect(seen).toBe(40);
  for (const bins of [bySize, byClass]) {
    expect(bins.reduce((sum, bin) => sum + bin.objects, 0)).toBe(objects);
    expect(bins.reduce((sum, bin) => sum + bin.reached, 0)).toBe(reached);
  }
  expect((await api.anchorRecall({ config, iouThreshold: 0.99 })).reached).toBeLessThan(reached);
});

test('images are found by their number of objects', async () => {
  const [one, many] = await api.imagesByObjects({ config, counts: [1, 99] });
  const [{ objects }] = await api.inspectImages([one as ImageRef], config);
  expect(objects).toHaveLength(1);
  expect(many).toBeNull();
});

test('no question leaves a tensor behind', async () => {
  const before = await alive();
  await api.batchLoss(lossOf());
  await api.weightGradients(lossOf());
  await api.detections({ ...fresh, image: images[1], detection });
  await api.compareDecoders({ ...fresh, detection });
  await api.trial({ config, starts: [{ label: 'one', reinitialize: [] }], steps: 1 });
  expect(await alive()).toBe(before);
});

/** Tensors without those of the network that is kept. */
async function alive(): Promise<number> {
  forget();
  return liveTensors();
}
