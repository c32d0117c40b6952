/** @file What each event of a run changes in what is kept of it. Pure. */
import {
  type EvalSummary,
  noCurves,
  type RunCurves,
  type RunRecord,
  type Snapshot,
  stepColumns,
  summarizeCurves,
} from '../../experiments';
import type { EvalPoint, LabEvent, StepMetrics } from '../../worker';
import type { Comparison, KeptRun } from './comparison';

export const nothingKept: KeptRun = { curves: noCurves(), snapshots: [], pictures: [] };

/** The kept runs after one event; events of runs that have no record, as after a deletion, change nothing. */
export function keep(comparison: Comparison, event: LabEvent): Comparison {
  if (!('run' in event) || !comparison.records.some(({ id }) => id === event.run)) return comparison;
  switch (event.type) {
    case 'steps':
      return onCurves(comparison, event.run, (curves) => ({ ...curves, steps: withSteps(curves.steps, event.steps) }));
    case 'eval':
      return onCurves(comparison, event.run, (curves) => ({ ...curves, evals: withEval(curves.evals, event.point) }));
    case 'detections':
      return onKept(comparison, event.run, (kept) => ({ ...kept, snapshots: withSnapshot(kept.snapshots, event) }));
    case 'checkpoint':
      return onRecord(comparison, event.run, (record) => ({ ...record, checkpoint: event.step }));
    case 'run-ended':
      return onRecord(comparison, event.run, (record) => ({
        ...record,
        status: event.status,
        error: event.error,
        checkpoint: event.status === 'finished' ? null : record.checkpoint,
        summary: { ...record.summary, weights: event.weights },
      }));
    case 'fault':
      return comparison;
  }
}

export function onRecord(comparison: Comparison, id: string, change: (record: RunRecord) => RunRecord): Comparison {
  const records = comparison.records.map((record) => (record.id === id ? change(record) : record));
  return { ...comparison, records };
}

export function onKept(comparison: Comparison, id: string, change: (kept: KeptRun) => KeptRun): Comparison {
  return { ...comparison, kept: { ...comparison.kept, [id]: change(comparison.kept[id] ?? nothingKept) } };
}

function onCurves(comparison: Comparison, id: string, change: (curves: RunCurves) => RunCurves): Comparison {
  const next = onKept(comparison, id, (kept) => ({ ...kept, curves: change(kept.curves) }));
  return onRecord(next, id, (record) => ({
    ...record,
    summary: summarizeCurves(next.kept[id].curves, record.summary.weights),
  }));
}

/** Steps that are repeated, as after a checkpoint, replace those from there on. */
function withSteps(columns: RunCurves['steps'], added: readonly StepMetrics[]): RunCurves['steps'] {
  if (added.length === 0) return columns;
  const from = columns.step.findLastIndex((step) => step < added[0].step) + 1;
  const entries = stepColumns.map((name) => [name, [...columns[name].slice(0, from), ...added.map((s) => s[name])]]);
  return Object.fromEntries(entries) as RunCurves['steps'];
}

function withEval(evals: readonly EvalSummary[], { step, report }: EvalPoint): EvalSummary[] {
  const perClass = report.perClass.map(({ className, ap07, ap12 }) => [className, { ap07, ap12 }] as const);
  const added = { step, map07: report.map07, map12: report.map12, perClass: Object.fromEntries(perClass) };
  return [...evals.filter((known) => known.step < step), added];
}

export function snapshotOf({
  step,
  images,
}: Pick<Extract<LabEvent, { type: 'detections' }>, 'step' | 'images'>): Snapshot {
  return { step, detections: images.map(({ detections }) => detections) };
}

function withSnapshot(known: readonly Snapshot[], event: Extract<LabEvent, { type: 'detections' }>): Snapshot[] {
  return [...known.filter(({ step }) => step < event.step), snapshotOf(event)];
}

/** A run whose page was closed, or whose worker was lost, while it was under way. */
export function leftBehind(record: RunRecord): RunRecord {
  return { ...record, status: record.experiment === null ? 'interrupted' : 'queued' };
}
