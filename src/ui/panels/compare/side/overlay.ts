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
  const withRaw = showsRaw(runs.length);
  const rows = merged(curves, (i, { strong, raw }) => ({
    [keyOf(i)]: strong,
    ...(withRaw && { [rawKeyOf(i)]: raw }),
  }));
  const [low, high] = extent(curves.flatMap(({ strong }) => extent(strong)));
  if (low > high) return { rows, ticks: view.log ? [1, 10, 100] : [0, 5, 10] };
  return { rows, ticks: view.log ? logTicks(low, high) : linearTicks(0, high, 5) };
}

export function showsRaw(runs: number): boolean {
  return runs <= mostRaw;
}

interface LossCurve {
  step: readonly number[];
  strong: Float64Array;
  /** `strong` and `raw`, thinned. */
  rows: Row[];
}

/** The last curve of each run: while one run grows, or is added, the others stay. */
const drawn = new WeakMap<StepColumns, { view: string; curve: LossCurve }>();

function lossCurve(columns: StepColumns, { term, factor, log }: LossView): LossCurve {
  const view = `${term} ${factor} ${log}`;
  const known = drawn.get(columns);
  if (known?.view === view) return known.curve;
  const raw = Float64Array.from(columns[term], (value) => (log && value <= 0 ? Number.NaN : value));
  const strong = smoothed(raw, factor);
  const curve = { step: columns.step, strong, rows: thinned(columns.step, { strong, raw }, pointsPerLine) };
  drawn.set(columns, { view, curve });
  return curve;
}

/** mAP by the VOC07 rule at each evaluation. */
export function scoreOverlay(runs: readonly (readonly EvalSummary[])[]): Overlay {
  const lines = runs.map((evals) => ({ rows: evals.map(({ step, map07 }): Row => ({ x: step, map07 })) }));
  const rows = merged(lines, (i, { map07 }) => ({ [keyOf(i)]: map07 }));
  const [, high] = extent(runs.flatMap((evals) => evals.map(({ map07 }) => map07 ?? 0)));
  return { rows, ticks: linearTicks(0, Math.max(0.2, high), 5) };
}

/** `difference`, and its part `above` and `below` 0. */
export function lossDifference(a: StepColumns, b: StepColumns, view: Pick<LossView, 'term' | 'factor'>): Overlay {
  const line = (columns: StepColumns) => ({ x: columns.step, y: smoothed(columns[view.term], view.factor) });
  return differenceOverlay(line(a), line(b));
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
  return { rows, ticks: ticksAroundZero(usualSize(difference)) };
}

/** Holds all of a few values and 97% of many: the first steps differ by far more than those that matter. */
function usualSize(differences: Float64Array): number {
  const sizes = differences.map(Math.abs).filter(Number.isFinite).sort();
  const place = sizes.length < 100 ? sizes.length - 1 : Math.floor(0.97 * sizes.length);
  return sizes[place] ?? 0;
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

/** Rows of one x become one, with the columns that `named` makes of those of line i. */
function merged(
  lines: readonly { rows: readonly Row[] }[],
  named: (line: number, row: Row) => Record<string, number | null>,
): Row[] {
  const byStep = new Map<number, Row>();
  lines.forEach(({ rows }, i) => {
    for (const row of rows) {
      const known = byStep.get(row.x) ?? { x: row.x };
      byStep.set(row.x, Object.assign(known, named(i, row)));
    }
  });
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
