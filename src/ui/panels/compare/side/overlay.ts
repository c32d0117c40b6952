/** @file The curves of several runs over one axis of steps, and what the second is above the first. */
import type { EvalSummary, StepColumns } from '../../../../experiments';
import { linearTicks, logTicks, type Row, smoothed, thinned } from '../../../charts/curve';
import type { LossSeries } from '../../train/loss-trace';

/** 20 lines of so many points are drawn in a few milliseconds. */
const pointsPerLine = 1000;

export interface Overlay {
  /** The curve of run i under `keyOf(i)`, what is behind it under `rawKeyOf(i)`; a run without a value at x has no key. */
  rows: Row[];
  ticks: number[];
}

export const keyOf = (run: number) => `run${run}`;
export const rawKeyOf = (run: number) => `run${run}-raw`;

export interface LossView {
  term: LossSeries;
  /** Of the smoothing, in [0, 1). */
  factor: number;
  /** Hides values that are not above 0. */
  log: boolean;
}

/** More raw curves than this hide the smoothed ones. */
const mostRaw = 3;

/** The losses of the runs, each smoothed by itself; those of a few runs as they are, too. */
export function lossOverlay(runs: readonly StepColumns[], view: LossView): Overlay {
  const curves = runs.map((columns) => lossCurve(columns, view));
  const columns = (i: number) => ({
    [keyOf(i)]: curves[i].strong,
    ...(showsRaw(runs.length) && { [rawKeyOf(i)]: curves[i].raw }),
  });
  const rows = merged(curves.map(({ step }, i) => thinned(step, columns(i), pointsPerLine)));
  const [low, high] = extent(curves.flatMap(({ strong }) => extent(strong)));
  if (low > high) return { rows, ticks: view.log ? [1, 10, 100] : [0, 5, 10] };
  return { rows, ticks: view.log ? logTicks(low, high) : linearTicks(0, high, 5) };
}

export function showsRaw(runs: number): boolean {
  return runs <= mostRaw;
}

function lossCurve(columns: StepColumns, { term, factor, log }: LossView) {
  const raw = Float64Array.from(columns[term], (value) => (log && value <= 0 ? Number.NaN : value));
  return { step: columns.step, raw, strong: smoothed(raw, factor) };
}

/** mAP by the VOC07 rule at each evaluation. */
export function scoreOverlay(runs: readonly (readonly EvalSummary[])[]): Overlay {
  const rows = merged(runs.map((evals, i) => evals.map(({ step, map07 }) => ({ x: step, [keyOf(i)]: map07 }))));
  const [, high] = extent(runs.flatMap((evals) => evals.map(({ map07 }) => map07 ?? 0)));
  return { rows, ticks: linearTicks(0, Math.max(0.2, high), 5) };
}

/** `difference`, and its part `above` and `below` 0. */
export function lossDifference(a: StepColumns, b: StepColumns, view: LossView): Overlay {
  const [ofA, ofB] = [lossCurve(a, { ...view, log: false }), lossCurve(b, { ...view, log: false })];
  return differenceOverlay({ x: ofA.step, y: ofA.strong }, { x: ofB.step, y: ofB.strong });
}

export function scoreDifference(a: readonly EvalSummary[], b: readonly EvalSummary[]): Overlay {
  const line = (evals: readonly EvalSummary[]) => ({
    x: evals.map(({ step }) => step),
    y: evals.map(({ map07 }) => map07 ?? Number.NaN),
  });
  return differenceOverlay(line(a), line(b));
}

interface Line {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** b - a where both have a value. */
function differenceOverlay(a: Line, b: Line): Overlay {
  const place = new Map(Array.from(a.x, (step, i) => [step, i]));
  const shared = Array.from(b.x, (step, i) => ({ step, mine: i, its: place.get(step) })).filter(
    (pair): pair is { step: number; mine: number; its: number } => pair.its !== undefined,
  );
  const difference = Float64Array.from(shared, ({ mine, its }) => b.y[mine] - a.y[its]);
  const steps = shared.map(({ step }) => step);
  const rows = thinned(steps, { difference }, pointsPerLine).map((row) => ({
    ...row,
    above: row.difference === null ? null : Math.max(0, row.difference),
    below: row.difference === null ? null : Math.min(0, row.difference),
  }));
  const [low, high] = extent(difference);
  return { rows, ticks: ticksAroundZero(Math.max(0, -low, high)) };
}

/** Symmetric, so that 0 is in the middle; five at most, for a low chart. */
export function ticksAroundZero(size: number): number[] {
  const half = linearTicks(0, Number.isFinite(size) && size > 0 ? size : 0.1, 2);
  return [
    ...half
      .slice(1)
      .map((tick) => -tick)
      .reverse(),
    ...half,
  ];
}

/** Rows of one x become one. */
function merged(lines: readonly Row[][]): Row[] {
  const byStep = new Map<number, Row>();
  for (const row of lines.flat()) {
    const known = byStep.get(row.x);
    if (known === undefined) byStep.set(row.x, row);
    else Object.assign(known, row);
  }
  return [...byStep.values()].sort((a, b) => a.x - b.x);
}

function extent(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}
