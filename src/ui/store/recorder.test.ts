import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultRunConfig, defaultView, newRecord, type RunStore, StorageError } from '../../experiments';
import type { Keeping } from './keeping';
import { nothingKept } from './kept';
import { Recorder } from './recorder';
import { initialState, type LabState } from './state';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a run that ended on a full disk is kept once there is room, and the notice goes', async () => {
  const config = defaultRunConfig('ssd_64_smoke');
  const record = newRecord(config, { id: 'a', name: 'Run 1', created: '2026-01-01T00:00:00.000Z' });
  let state: LabState = initialState(config, 'train', defaultView);
  state = { ...state, comparison: { ...state.comparison, records: [record], kept: { a: nothingKept } } };
  const set = (change: object) => {
    state = { ...state, ...change };
  };
  const recorder = new Recorder({ get: () => state, set: set as never }, {} as Keeping);
  let full = true;
  const kept: string[] = [];
  const put = async (id: string) => {
    if (full) throw new StorageError('full', 'the storage of this browser is full');
    kept.push(id);
  };
  recorder.store = { putCurves: put, putRecord: async () => {} } as unknown as RunStore;

  recorder.see({ type: 'run-ended', run: 'a', status: 'finished', error: null, weights: true });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.notices.map(({ title }) => title)).toEqual(['Runs are not kept at the moment']);
  full = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect([kept, state.notices]).toEqual([['a'], []]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(kept).toEqual(['a']);
});
