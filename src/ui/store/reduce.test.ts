import { describe, expect, test } from 'vitest';
import { defaultRunConfig, defaultView } from '../../experiments';
import type { EvalPoint, LabEvent, StepMetrics } from '../../worker';
import { reduce } from './reduce';
import { initialState, type LabState, type Run } from './state';

const config = defaultRunConfig();
const idle = initialState(config, 'train', defaultView);
const emptyRun: Run = {
  ...{ id: 1, record: 'r', config, info: null, steps: [], rate: null, evals: [], detections: null, rateMarks: [] },
  fault: null,
};
const running: LabState = { ...idle, status: 'running', run: emptyRun };

function stepsEvent(...numbers: number[]): LabEvent {
  const rate = { msPerStep: 40, imagesPerSecond: 400, etaMs: null, stages: [], tensorBytes: 0, peakBytes: 0 };
  return { type: 'steps', run: 'r', steps: numbers.map((step) => ({ step }) as StepMetrics), rate };
}
const point = (step: number, map07: number | null): EvalPoint => ({
  ...{ step, report: { map07, map12: map07, perClass: [] }, images: 500, ms: 1 },
});

describe('steps', () => {
  test('are appended in order', () => {
    const state = [stepsEvent(1, 2), stepsEvent(3)].reduce(reduce, running);
    expect(state.run?.steps.map(({ step }) => step)).toEqual([1, 2, 3]);
  });

  test('that repeat after a checkpoint replace the old ones', () => {
    const state = [stepsEvent(1, 2, 3), stepsEvent(2, 3, 4)].reduce(reduce, running);
    expect(state.run?.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  });

  test('of a run that was reset are dropped', () => {
    expect(reduce(idle, stepsEvent(1)).run).toBeNull();
  });

  test('leave the state before them untouched', () => {
    reduce(running, stepsEvent(1));
    expect(emptyRun.steps).toEqual([]);
  });
});

describe('an evaluation', () => {
  test('joins the curve and is announced', () => {
    const state = reduce(running, { type: 'eval', run: 'r', point: point(250, 0.2034) });
    expect(state.run?.evals).toHaveLength(1);
    expect(state.announcement).toBe('Step 250: mAP 0.203');
  });

  test('of the same step replaces the earlier one', () => {
    const events: LabEvent[] = [0.1, 0.2].map((map07) => ({ type: 'eval', run: 'r', point: point(250, map07) }));
    expect(events.reduce(reduce, running).run?.evals.map(({ report }) => report.map07)).toEqual([0.2]);
  });

  test('without any ground truth is announced as a dash', () => {
    expect(reduce(running, { type: 'eval', run: 'r', point: point(5, null) }).announcement).toBe('Step 5: mAP \u2013');
  });
});

describe('a failure', () => {
  const failure: LabEvent = { type: 'failure', failure: { title: 'Training stopped', message: 'loss is NaN' } };

  test('is told once, though it comes as an event and as a rejection', () => {
    expect([failure, failure].reduce(reduce, running).notices).toHaveLength(1);
  });

  test('during a run offers the way out of a run', () => {
    expect(reduce(running, failure).notices[0].source).toBe('run');
  });

  test('while data loads offers the way out of an import', () => {
    expect(reduce({ ...idle, dataStatus: 'loading' }, failure).notices[0].source).toBe('data');
  });

  test('keeps its own number when others are dismissed', () => {
    const two = [failure, { type: 'failure', failure: { title: 'x', message: 'other' } } as LabEvent].reduce(
      reduce,
      idle,
    );
    expect(two.notices.map(({ id }) => id)).toEqual([1, 2]);
  });
});
