import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeEngine, type EngineInfo, liveTensors, openEngine } from '../engine';
import { parseRunConfig, type RunConfig } from '../experiments';
import type { CheckpointKeeper } from './checkpoints';
import { DataPool } from './data-pool';
import { openDataSet } from './data-set';
import type { LabEvent, RunRequest, StepMetrics } from './protocol';
import { Session } from './session';
import type { SessionData, SessionHost } from './session-host';
import { Turns } from './turns';

const config = parseRunConfig({
  data: { kind: 'sprites', train: 40, val: 6 },
  ...{ model: 'ssd_64_smoke', backend: 'wasm', steps: 6, batch: 4, evalEvery: 3 },
});

let engine: EngineInfo;
let data: SessionData;

beforeAll(async () => {
  engine = await openEngine('wasm');
  const pool = new DataPool(() => {});
  const source = { kind: 'sprites', config: config.data as never, model: config.model } as const;
  const { summary } = await openDataSet(pool, source, () => {});
  data = { pool, classes: summary.classes, trainImages: summary.train.images, valImages: summary.val.images };
});
afterAll(closeEngine);

/** Keeps nothing. */
const noCheckpoints: CheckpointKeeper = { write: async () => {}, read: async () => [], remove: async () => {} };

type Change = Partial<RunConfig>;

/** Trains in lock-step to the end. @returns what the page hears */
async function trained(changes: Record<string, Change>): Promise<Heard> {
  const events: LabEvent[] = [];
  const weights: string[] = [];
  const runs = Object.entries(changes).map(([id, change]): RunRequest => ({ id, config: { ...config, ...change } }));
  const before = liveTensors();
  let ended = () => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const session = new Session(runs, data, {
    engine,
    turns: new Turns(),
    emit(event) {
      if (event.type === 'detections') for (const { bitmap } of event.images) bitmap.close();
      events.push(event);
      if (event.type === 'status' && (event.status === 'finished' || event.status === 'failed')) ended();
    },
    keepWeights: async ({ id }) => weights.push(id) > 0,
    checkpoints: noCheckpoints,
  });
  session.begin(false);
  await end;
  await session.dispose();
  expect(liveTensors()).toBe(before);
  return new Heard(events, weights);
}

function hostOf(events: LabEvent[], checkpoints: CheckpointKeeper): SessionHost {
  return {
    engine,
    turns: new Turns(),
    emit(event) {
      if (event.type === 'detections') for (const { bitmap } of event.images) bitmap.close();
      events.push(event);
    },
    keepWeights: async () => true,
    checkpoints,
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

class Heard {
  readonly events: readonly LabEvent[];
  readonly weights: readonly string[];

  constructor(events: readonly LabEvent[], weights: readonly string[]) {
    this.events = events;
    this.weights = weights;
  }

  steps(run: string): StepMetrics[] {
    return this.events.flatMap((event) => (event.type === 'steps' && event.run === run ? event.steps : []));
  }

  losses(run: string): number[] {
    return this.steps(run).map(({ total }) => total);
  }

  evals(run: string) {
    return this.events.flatMap((event) => (event.type === 'eval' && event.run === run ? [event.point] : []));
  }

  end(run: string) {
    return this.events.find((event) => event.type === 'run-ended' && event.run === run);
  }
}

test('a run alone that leaves the finite numbers is explained, and its batch can be looked at', async () => {
  const optimizer = {
    ...config.optimizer,
    learningRate: 1e30,
    schedule: { kind: 'constant', warmupSteps: 0 },
  } as const;
  const events: LabEvent[] = [];
  const request = { id: 'wild', config: { ...config, optimizer } };
  const session = new Session([request], data, hostOf(events, noCheckpoints));
  await expect(session.faultyBatch()).rejects.toThrow('There is no report of this run');
  session.begin(false);
  while (!events.some((event) => event.type === 'failure')) await pause(10);
  const heard = new Heard(events, []);
  const report = events.find((event) => event.type === 'fault')?.report;
  // Batch norm tames the first layer; its scale and the filter of the second multiply.
  expect(report).toMatchObject({ step: 2, term: 'output', layer: 'stage2_1', cause: 'learning-rate', lastGood: 0 });
  const batch = await session.faultyBatch();
  for (const { bitmap } of batch) bitmap.close();
  expect(batch.map(({ id }) => id)).toEqual(report?.images.map(({ id }) => id));
  expect(batch).toHaveLength(4);
  expect(heard.end('wild')).toHaveProperty('error', expect.stringContaining('made the weights grow'));
  const types = events.map(({ type }) => type);
  expect(types.indexOf('fault')).toBeLessThan(types.indexOf('run-ended'));
  await session.dispose();
  expect(liveTensors()).toBe(0);
});

describe('a lock-step', () => {
  test('trains each run as it is trained alone, on the same batches', async () => {
    const together = await trained({ a: {}, b: { normalization: 'sample', sampleScale: 'mean' } });
    const alone = await trained({ b: { normalization: 'sample', sampleScale: 'mean' } });
    expect(together.losses('b')).toEqual(alone.losses('b'));
    expect(together.losses('b')).not.toEqual(together.losses('a'));
    const batches = together.steps('a').map(({ batch }) => batch);
    expect(new Set(batches).size).toBe(6);
    expect(together.steps('b').map(({ batch }) => batch)).toEqual(batches);
    expect(together.evals('b').map(({ report }) => report)).toEqual(alone.evals('b').map(({ report }) => report));
    expect(together.evals('a').map(({ step }) => step)).toEqual([3, 6]);
    expect(together.end('a')).toMatchObject({ status: 'finished', error: null, weights: true });
    expect(together.weights).toEqual(['a', 'b']);
  });

  test('of equal runs gives equal curves to the last bit', async () => {
    // A name for the weights that changes nothing: a model of its own for each.
    const zero = [{ target: 'predictors', scheme: 'constant(0)' }];
    const twins = await trained({ a: { reinitialize: zero }, b: { reinitialize: [...zero, ...zero] } });
    expect(twins.losses('a')).toEqual(twins.losses('b'));
    expect(twins.evals('a').map(({ report }) => report)).toEqual(twins.evals('b').map(({ report }) => report));
  });

  test('trains once for runs that differ in the decoder alone', async () => {
    const heard = await trained({ a: {}, b: { decoder: 'argmax' } });
    expect(heard.losses('b')).toEqual(heard.losses('a'));
    expect(heard.steps('b').map(({ ms }) => ms)).toEqual(heard.steps('a').map(({ ms }) => ms));
    const found = (run: string) =>
      heard.evals(run).map(({ report }) => report.perClass.map(({ curve }) => curve.score));
    expect(found('b')).not.toEqual(found('a'));
  });

  test('goes on when the loss of one run explodes', async () => {
    const optimizer = {
      ...config.optimizer,
      learningRate: 1e30,
      schedule: { kind: 'constant', warmupSteps: 0 },
    } as const;
    const heard = await trained({ wild: { optimizer }, calm: {} });
    expect(heard.end('wild')).toMatchObject({ status: 'failed', weights: false });
    expect(heard.end('wild')).toHaveProperty('error', expect.stringMatching(/step \d: .*(NaN|Infinity)/));
    expect(heard.end('calm')).toMatchObject({ status: 'finished' });
    expect(heard.losses('calm')).toHaveLength(6);
    expect(heard.events.at(-1)).toEqual({ type: 'status', status: 'finished' });
  });

  test('goes on from its last whole checkpoint as if it had never stopped', async () => {
    const runs = { a: {}, b: { normalization: 'sample', sampleScale: 'mean' } } as const;
    const unbroken = await trained(runs);
    const files = new Map<string, Uint8Array<ArrayBuffer>[]>();
    const checkpoints: CheckpointKeeper = {
      write: async (id, bytes) => void files.set(id, [bytes, ...(files.get(id) ?? [])].slice(0, 2)),
      read: async (id) => files.get(id) ?? [],
      remove: async (id) => void files.delete(id),
    };
    const requests = Object.entries(runs).map(([id, change]): RunRequest => ({ id, config: { ...config, ...change } }));
    const events: LabEvent[] = [];
    const open = () => new Session(requests, data, hostOf(events, checkpoints));

    const first = open();
    first.begin(true);
    for (const step of [1, 2, 3, 4]) {
      first.step();
      while (first.stepsDone < step) await pause(10);
      if (step % 2 === 0) await first.checkpoint();
    }
    await first.dispose();
    expect(events.filter(({ type }) => type === 'checkpoint')).toHaveLength(4);
    // The newest of one run is damaged: both go on from the one before.
    files.get('b')?.[0].fill(0, 100, 120);
    events.length = 0;

    const second = open();
    expect(await second.resume()).toBe(2);
    second.begin(false);
    while (!events.some((event) => event.type === 'status' && event.status === 'finished')) await pause(10);
    await second.dispose();
    const heard = new Heard(events, []);
    for (const run of ['a', 'b']) {
      expect(heard.losses(run)).toEqual(unbroken.losses(run));
      expect(heard.evals(run).map(({ report }) => report)).toEqual(unbroken.evals(run).map(({ report }) => report));
    }
    expect(files.size).toBe(0);
    expect(liveTensors()).toBe(0);
  });

  test('goes on where nothing can be kept, says so once, and leaves the checkpoint that there was', async () => {
    const unbroken = await trained({ a: {} });
    const events: LabEvent[] = [];
    const removed: string[] = [];
    const full: CheckpointKeeper = {
      write: async () => Promise.reject(new Error('no room')),
      read: async () => [],
      remove: async (id) => void removed.push(id),
    };
    const session = new Session([{ id: 'a', config }], data, {
      ...hostOf(events, full),
      keepWeights: async () => false,
    });
    session.begin(true);
    for (const step of [1, 2]) {
      session.step();
      while (session.stepsDone < step) await pause(10);
      await session.checkpoint();
    }
    session.play();
    while (!events.some((event) => event.type === 'status' && event.status === 'finished')) await pause(10);
    await session.dispose();
    const messages = events.flatMap((event) => (event.type === 'not-kept' ? [event.message] : []));
    expect(messages).toEqual([
      'The run goes on, without its checkpoint of step 1: no room',
      expect.stringContaining('The weights of the run could not be kept'),
    ]);
    expect(removed).toEqual([]);
    expect(new Heard(events, []).losses('a')).toEqual(unbroken.losses('a'));
  });

  test('of runs that need other batches is refused', () => {
    const runs = [1, 2].map((seed) => ({ id: `${seed}`, config: { ...config, seed } }));
    const host = {
      engine,
      turns: new Turns(),
      emit: () => {},
      keepWeights: async () => false,
      checkpoints: noCheckpoints,
    };
    expect(() => new Session(runs, data, host)).toThrow('seed is 1 and 2');
    expect(liveTensors()).toBe(0);
  });
});
