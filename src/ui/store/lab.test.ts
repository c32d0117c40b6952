import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { changed, defaultRunConfig, defaultView, parseRunConfig } from '../../experiments';
import type { FaultReport } from '../../ssd';
import type { DataSource, DataSummary, LabApi, LabEvent, SampleView } from '../../worker';
import type { Keeping } from './keeping';
import { createLab, type Lab } from './lab';

/** A worker that answers at once and remembers what it was asked. */
class FakeWorker {
  readonly asked: string[] = [];
  closed = 0;
  emit: (event: LabEvent) => void = () => {};
  refuse = new Map<string, string>();

  readonly api: LabApi = new Proxy({} as LabApi, {
    get: (_, name: string) => {
      if (name === 'subscribe')
        return (listener: (event: LabEvent) => void) => {
          this.emit = listener;
        };
      return async (...args: unknown[]) => {
        this.asked.push(name);
        const refusal = this.refuse.get(name);
        if (refusal !== undefined) throw new Error(refusal);
        return this.answer(name, args);
      };
    },
  });

  view(id: string): SampleView {
    const bitmap = { close: () => this.closed++ } as unknown as ImageBitmap;
    return { ref: { split: 'val', index: Number(id) }, id, bitmap, width: 1, height: 1, objects: [] };
  }

  answer(name: string, args: unknown[]): unknown {
    if (name === 'openEngine') return { backend: 'wasm' };
    if (name === 'samples') return [this.view(`${(args[0] as { offset: number }).offset}`)];
    if (name === 'loadData') {
      const split = { images: 1 };
      const { kind, ...source } = args[0] as DataSource;
      const lists = kind === 'voc' && 'train' in source ? { train: source.train, val: source.val } : null;
      return {
        name: 'set',
        kind: 'sprites',
        lists,
        train: split,
        val: split,
        total: { images: 1, objects: 1 },
        rejected: [],
      };
    }
    return name === 'start' ? { stepsPerEpoch: 10 } : undefined;
  }
}

/** A browser that keeps nothing. */
const noKeeping: Keeping = {
  open: () => Promise.reject(new Error('no storage')),
  draw: async ({ bitmap: _, ...picture }) => ({ ...picture, image: new Blob() }),
  show: async () => [],
  persist: async () => {},
  remember: () => {},
  remembered: () => null,
};

let worker: FakeWorker;
let lab: Lab;
const state = () => lab.store.getState();

beforeEach(async () => {
  worker = new FakeWorker();
  lab = createLab(
    worker.api,
    { config: defaultRunConfig(), problems: [], panel: 'train', view: defaultView },
    noKeeping,
  );
  await lab.open();
});
afterEach(() => vi.useRealTimers());

test('opening the lab makes it ready: engine, data, samples, preview', () => {
  expect(state().engine?.backend).toBe('wasm');
  expect(state().dataStatus).toBe('ready');
  expect(state().samples.views).toHaveLength(1);
  expect(state().preview).toHaveLength(1);
});

test('what a link could not say stands in one notice', () => {
  const start = { config: defaultRunConfig(), problems: ['a', 'b'], panel: 'train' as const, view: defaultView };
  expect(
    createLab(worker.api, start, noKeeping)
      .store.getState()
      .notices.map(({ message }) => message),
  ).toEqual(['a\nb']);
});

test('a link to VOC data waits for the files and asks the worker for none', async () => {
  const config = parseRunConfig({ data: { kind: 'voc', train: 'trainval' } });
  const other = new FakeWorker();
  const waiting = createLab(other.api, { config, problems: [], panel: 'data', view: defaultView }, noKeeping);
  await waiting.open();
  expect(waiting.store.getState()).toMatchObject({ dataStatus: 'awaiting-files', lists: { train: 'trainval' } });
  expect(other.asked).not.toContain('loadData');
});

describe('the one button', () => {
  test('starts, pauses and goes on', async () => {
    await lab.actions.toggleTraining();
    lab.store.setState({ status: 'running' });
    await lab.actions.toggleTraining();
    lab.store.setState({ status: 'paused' });
    await lab.actions.toggleTraining();
    expect(worker.asked.slice(-3)).toEqual(['start', 'pause', 'play']);
    expect(state().run?.info?.stepsPerEpoch).toBe(10);
  });

  test('a refused start is told and leaves the lab usable', async () => {
    worker.refuse.set('start', 'batch 4096 needs 9 GB');
    await lab.actions.toggleTraining();
    expect(state()).toMatchObject({ status: 'failed', run: null });
    expect(state().notices[0]).toMatchObject({ source: 'run', message: 'batch 4096 needs 9 GB' });
    worker.refuse.clear();
    await lab.actions.toggleTraining();
    expect(state().run).not.toBeNull();
    expect(state().notices).toEqual([]);
  });
});

describe('a run that failed goes on with one setting changed', () => {
  async function fail(overridden: boolean): Promise<void> {
    await lab.actions.toggleTraining();
    const { run, comparison } = state();
    const records = comparison.records.map((record) => ({ ...record, checkpoint: 40, status: 'failed' as const }));
    const fault = { overridden } as FaultReport;
    lab.store.setState({ status: 'failed', run: { ...run!, fault }, comparison: { ...comparison, records } });
  }

  test('from its last checkpoint, which its tags tell', async () => {
    await fail(false);
    const start = vi.spyOn(worker, 'answer');
    await lab.actions.goOnWith('optimizer.learningRate', 0.0006);
    const [record] = state().comparison.records;
    expect(record).toMatchObject({ tags: ['learningRate 0.0006 from step 41'], status: 'running' });
    expect(record.config.optimizer.learningRate).toBe(0.0006);
    expect(start).toHaveBeenCalledWith('start', [
      [{ id: record.id, config: record.config }],
      { paused: false, resume: true },
    ]);
    expect(state().run?.fault).toBeNull();
  });

  test('a rate that was set by hand is set by hand again, before the first step', async () => {
    await fail(true);
    const asked = worker.asked.length;
    await lab.actions.goOnWith('optimizer.learningRate', 0.5);
    expect(worker.asked.slice(asked).filter((name) => name !== 'samples')).toEqual([
      'start',
      'setLearningRate',
      'play',
    ]);
    expect(state().comparison.records[0].config.optimizer.learningRate).toBe(0.006);
    expect(state().run?.rateMarks).toEqual([{ step: 1, learningRate: 0.5 }]);
  });
});

test('a failure that comes twice is told once, with the way out that one of them knows', async () => {
  vi.useFakeTimers();
  worker.refuse.set('start', 'too large');
  await lab.actions.toggleTraining();
  worker.emit({ type: 'failure', failure: { title: 'The run could not start', message: 'too large', accumulate: 4 } });
  vi.runAllTimers();
  expect(state().notices).toMatchObject([{ source: 'run', message: 'too large', accumulate: 4 }]);
});

test('one step of an idle lab begins a run that waits', async () => {
  const start = vi.spyOn(worker, 'answer');
  await lab.actions.step();
  expect(start).toHaveBeenCalledWith('start', [
    [{ id: state().run?.record, config: state().config }],
    { paused: true, resume: false },
  ]);
  expect(worker.asked.slice(-2)).toEqual(['start', 'step']);
});

describe('settings', () => {
  test('of the run under way cannot change', () => {
    lab.store.setState({ status: 'paused' });
    expect(lab.actions.change('steps', 5)).toMatch(/Reset/);
    expect(state().config.steps).toBe(3000);
  });

  test('a refused value says why and changes nothing', () => {
    expect(lab.actions.change('batch', -3)).toMatch(/^got -3; expected/);
    expect(state().config.batch).toBe(16);
  });

  test('another model loads the scenes that it needs', async () => {
    const before = worker.asked.filter((name) => name === 'loadData').length;
    lab.actions.change('model', 'ssd_64_smoke');
    await vi.waitFor(() => expect(worker.asked.filter((name) => name === 'loadData').length).toBe(before + 1));
  });

  test('restoring all keeps the model, the data and the engine', () => {
    const data = changed(defaultRunConfig('ssd_64_smoke'), 'data.seed', 9);
    lab.store.setState({ config: { ...data, steps: 5, normalization: 'sample', backend: 'wasm' } });
    lab.actions.restore(null);
    expect(state().config).toMatchObject({
      model: 'ssd_64_smoke',
      steps: 200,
      normalization: 'batch',
      backend: 'wasm',
    });
    expect(state().config.data).toMatchObject({ seed: 9 });
  });
});

describe('an import', () => {
  const file = { path: 'a.xml', file: {} as File };

  test('becomes the configuration only when it has succeeded', async () => {
    worker.refuse.set('loadData', 'no list "train"');
    await lab.actions.importVoc(async () => [file]);
    expect(state().config.data.kind).toBe('sprites');
    expect(state().dataStatus).toBe('ready');
    expect(state().notices[0].message).toBe('no list "train"');
    worker.refuse.clear();
    await lab.actions.importVoc(async () => [file]);
    expect(state().config.data).toEqual({ kind: 'voc', train: 'train', val: 'val' });
    expect(state().notices).toEqual([]);
  });

  test('of another set does not stand in for the one that a run was trained on', async () => {
    await lab.actions.importVoc(async () => [file]);
    const set = { id: 'a'.repeat(32), repairs: {} };
    expect(await lab.actions.bringBack(set, 'VOC2007')).toBe(false);
    expect(state().notices[0].message).toMatch(/^It trains on VOC2007, which is neither open nor kept/);
  });

  test('of an empty folder says what it expected', async () => {
    await lab.actions.importVoc(async () => []);
    expect(state().notices[0].message).toContain('expected VOCdevkit');
  });

  test('that is cancelled while listing leaves the data as it was', async () => {
    const before = state().data as DataSummary;
    await lab.actions.importVoc(async (_, signal) => {
      void lab.actions.cancel();
      return signal.aborted ? [] : [file];
    });
    expect(state().data).toBe(before);
    expect(state().notices).toEqual([]);
  });
});

test('only the newest page of samples is shown, and the pixels of others are given back', async () => {
  const closed = worker.closed;
  await Promise.all([lab.actions.browse({ page: 1 }), lab.actions.browse({ page: 2 })]);
  expect(state().samples.views.map(({ id }) => id)).toEqual(['48']);
  expect(worker.closed - closed).toBe(2);
});

test('another class begins at the first page', async () => {
  await lab.actions.browse({ page: 3 });
  await lab.actions.browse({ className: 'car' });
  expect(state().browse).toMatchObject({ page: 0, className: 'car' });
});

test('events are put into the store together, and replaced detections give back their pixels', async () => {
  vi.useFakeTimers();
  await lab.actions.toggleTraining();
  const changes = vi.fn();
  lab.store.subscribe(changes);
  const images = (id: string) => [{ ...worker.view(id), detections: [] }];
  worker.emit({ type: 'status', status: 'running' });
  worker.emit({ type: 'detections', run: state().run?.record ?? 'gone', step: 1, images: images('old') });
  expect(changes).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(changes).toHaveBeenCalledTimes(1);
  const closed = worker.closed;
  worker.emit({ type: 'detections', run: state().run?.record ?? 'gone', step: 2, images: images('new') });
  vi.runAllTimers();
  expect(state().run?.detections?.images[0].id).toBe('new');
  expect(worker.closed - closed).toBe(1);
});

test('a run that is started before the reset of the one before is answered stays', async () => {
  await lab.actions.toggleTraining();
  lab.store.setState({ status: 'finished' });
  const old = state().run?.record;
  const reset = lab.actions.reset();
  await lab.actions.step();
  await reset;
  expect(state().run?.record).not.toBe(old);
  expect(state().run).not.toBeNull();
});

test('detections that arrive after a reset are given back', async () => {
  vi.useFakeTimers();
  await lab.actions.toggleTraining();
  await lab.actions.reset();
  const closed = worker.closed;
  worker.emit({
    type: 'detections',
    run: state().run?.record ?? 'gone',
    step: 1,
    images: [{ ...worker.view('late'), detections: [] }],
  });
  vi.runAllTimers();
  expect(worker.closed - closed).toBe(1);
  expect(state().run).toBeNull();
});
