/** @file What each event of the worker changes. Pure, so that a recorded run replays to the same page. */
import type { LabEvent, StepMetrics } from '../../worker';
import { metric } from '../format';
import { keep, leftBehind } from './kept';
import { isActive, type LabState, type Notice, type NoticeSource, type Run } from './state';

/** The state after one event. */
export function reduce(before: LabState, event: LabEvent): LabState {
  const state = { ...before, comparison: keep(before.comparison, event) };
  // The panels show the first run of a lock-step; of the others there are the kept curves.
  if ('run' in event && state.run !== null && event.run !== state.run.record) return state;
  switch (event.type) {
    case 'engine':
      return { ...state, engine: event.engine, engineOpening: false };
    case 'data':
      return { ...state, data: event.data };
    case 'progress':
      return { ...state, progress: event.progress };
    case 'keeping':
      return { ...state, keeping: event.progress };
    case 'status':
      return { ...state, status: event.status };
    case 'steps':
      return onRun(state, (run) => ({ ...run, steps: joined(run.steps, event.steps), rate: event.rate }));
    case 'eval': {
      const { step, report } = event.point;
      const announcement = `Step ${step}: mAP ${metric(report.map07)}`;
      const next = onRun(state, (run) => ({ ...run, evals: [...run.evals.filter((e) => e.step < step), event.point] }));
      return { ...next, announcement };
    }
    case 'detections':
      return onRun(state, (run) => ({ ...run, detections: { step: event.step, images: event.images } }));
    case 'fault':
      return onRun(state, (run) => ({ ...run, fault: event.report }));
    case 'checkpoint':
    case 'run-ended':
      return state;
    case 'lost':
      return { ...lost(state), engine: null, data: null, dataStatus: 'loading', progress: null, keeping: null };
    case 'not-kept':
      return withNotice(state, { source: 'storage', title: 'Not everything is kept', message: event.message });
    case 'trial':
      return { ...state, trial: event.curves };
    case 'failure':
      return withNotice(state, { ...event.failure, source: sourceOf(state) });
  }
}

/** The worker is gone with all that it held: what was under way is interrupted, and an experiment's runs wait again. */
function lost(state: LabState): LabState {
  const records = state.comparison.records.map((record) => {
    const here = record.status === 'running' && state.comparison.kept[record.id] !== undefined;
    return here ? leftBehind(record) : record;
  });
  const status = isActive(state.status) ? 'failed' : state.status;
  return { ...state, status, comparison: { ...state.comparison, records } };
}

/** Adds a notice, once: a failure may arrive both as an event and as a rejected command, which knows less. */
export function withNotice(state: LabState, notice: Omit<Notice, 'id'>): LabState {
  if (state.notices.some(({ message }) => message === notice.message)) {
    const merged = state.notices.map((known) => (known.message === notice.message ? { ...known, ...notice } : known));
    return { ...state, notices: merged };
  }
  const id = 1 + Math.max(0, ...state.notices.map((known) => known.id));
  return { ...state, notices: [...state.notices, { ...notice, id }] };
}

/** Events of a run that was reset in the meantime are dropped. */
function onRun(state: LabState, change: (run: Run) => Run): LabState {
  return state.run === null ? state : { ...state, run: change(state.run) };
}

/** A run that was set back to a checkpoint repeats steps: the newer ones stand. */
function joined(known: readonly StepMetrics[], added: readonly StepMetrics[]): readonly StepMetrics[] {
  if (added.length === 0) return known;
  const repeats = known.length > 0 && known[known.length - 1].step >= added[0].step;
  return (repeats ? known.filter(({ step }) => step < added[0].step) : known).concat(added);
}

function sourceOf(state: LabState): NoticeSource {
  if (isActive(state.status) || state.status === 'failed') return 'run';
  return state.dataStatus === 'loading' ? 'data' : 'engine';
}
