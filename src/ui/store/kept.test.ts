import { describe, expect, test } from 'vitest';
import { defaultRunConfig, newRecord } from '../../experiments';
import type { LabEvent, RunRate, StepMetrics } from '../../worker';
import { noComparison } from './comparison';
import { keep } from './kept';

const record = newRecord(defaultRunConfig(), { id: 'r', name: 'Run 1', created: '2026-01-31T12:00:00.000Z' });
const before = { ...noComparison, records: [record] };
const rate = {} as RunRate;

function steps(run: string, ...numbers: number[]): LabEvent {
  const metrics = numbers.map((step) => ({ step, confidence: 10 - step, localization: 1, batch: step * 7, ms: step }));
  return { type: 'steps', run, steps: metrics as StepMetrics[], rate };
}
const evaluation = (step: number, map07: number): LabEvent => ({
  ...{ type: 'eval', run: 'r' },
  point: { step, report: { map07, map12: map07, perClass: [] }, images: 5, ms: 1 },
});

test('steps become columns, and the summary follows', () => {
  const { kept, records } = [steps('r', 1, 2), steps('r', 3)].reduce(keep, before);
  expect(kept.r.curves.steps).toMatchObject({ step: [1, 2, 3], confidence: [9, 8, 7], batch: [7, 14, 21] });
  expect(records[0].summary).toMatchObject({ step: 3, confidence: 8, localization: 1, msPerStep: 2 });
});

test('steps that repeat replace those from there on', () => {
  const { kept } = [steps('r', 1, 2, 3), steps('r', 2)].reduce(keep, before);
  expect(kept.r.curves.steps.step).toEqual([1, 2]);
});

test('the summary has the last score and the best', () => {
  const { records } = [evaluation(10, 0.3), evaluation(20, 0.5), evaluation(30, 0.4)].reduce(keep, before);
  expect(records[0].summary).toMatchObject({ map07: 0.4, bestMap07: 0.5 });
});

test('the end of a run is in its record', () => {
  const end: LabEvent = { type: 'run-ended', run: 'r', status: 'failed', error: 'step 3: loss is NaN', weights: false };
  expect(keep(before, end).records[0]).toMatchObject({ status: 'failed', error: 'step 3: loss is NaN' });
});

describe('events change nothing', () => {
  test('of a run that is not kept', () => {
    expect(keep(before, steps('deleted', 1))).toBe(before);
  });

  test('that are of no run', () => {
    expect(keep(before, { type: 'status', status: 'running' })).toBe(before);
  });
});
