/** @file The schemes that a trial can race, and its curves as a chart takes them. */
import type { TrialCurve } from '../../../worker';
import { logTicks, type Row } from '../../charts/curve';

export interface Contender {
  scheme: string;
  colour: string;
  dash?: string;
  /** Races unless the reader leaves it out. */
  usual: boolean;
}

/** The model's own start, what the tutorial compares it with, and what goes wrong; colour and dash tell them apart. */
export const contenders: readonly Contender[] = [
  { scheme: 'xavier(uniform,avg,2)', colour: 'var(--series-rate)', usual: true },
  { scheme: 'uniform(0.07)', colour: 'var(--series-localization)', dash: '7 3', usual: true },
  { scheme: 'xavier(gaussian,out,2)', colour: 'var(--series-confidence)', dash: '3 3', usual: true },
  { scheme: 'normal(0.01)', colour: 'var(--series-total)', dash: '10 3 2 3', usual: true },
  { scheme: 'constant(0)', colour: 'var(--muted)', dash: '1.5 3', usual: true },
  { scheme: 'msra-prelu(avg,0.25)', colour: 'var(--danger)', dash: '12 3', usual: false },
  { scheme: 'orthogonal(1.414)', colour: 'var(--accent)', dash: '5 2 1 2', usual: false },
];

export type TrialTerm = 'confidence' | 'localization';

/** One row a step from 1 on, one column a label; null where a curve has ended or is not finite. */
export function trialRows(curves: readonly TrialCurve[], term: TrialTerm): Row[] {
  const steps = Math.max(0, ...curves.map((curve) => curve[term].length));
  return Array.from({ length: steps }, (_, i) => ({
    x: i + 1,
    ...Object.fromEntries(curves.map((curve) => [curve.label, drawable(curve[term][i])])),
  }));
}

/** A logarithmic axis has no place for zero. */
function drawable(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

/** Ticks that hold all curves; at most eight decades, so that one that ran away leaves the others readable. */
export function trialTicks(rows: readonly Row[]): number[] {
  const values = rows.flatMap(({ x: _, ...row }) => Object.values(row).filter((value) => value !== null));
  if (values.length === 0) return [1, 10, 100];
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return logTicks(low, Math.min(Math.max(high, low * 2), low * 1e8));
}

/** Where curves ended early; those that end at the same step share a mark. */
export function endMarks(curves: readonly TrialCurve[]): { x: number; label: string }[] {
  const ended = curves.filter(({ problem }) => problem !== null);
  const steps = [...new Set(ended.map(({ confidence }) => confidence.length))];
  return steps.map((x) => {
    const here = ended.filter(({ confidence }) => confidence.length === x);
    return { x, label: `✕ ${here.length === 1 ? here[0].label : `${here.length} ended`}` };
  });
}

/** How a curve stands: its first and last value, the steps it made, and what ended it. */
export interface Standing {
  label: string;
  steps: number;
  first: number | null;
  confidence: number | null;
  localization: number | null;
  problem: string | null;
}

/** Best first by the last confidence loss; what ended early comes last. */
export function standings(curves: readonly TrialCurve[]): Standing[] {
  const last = (values: readonly number[]) => values.at(-1) ?? null;
  const all = curves.map(({ label, confidence, localization, problem }) => ({
    label,
    steps: confidence.length,
    first: confidence[0] ?? null,
    confidence: last(confidence),
    localization: last(localization),
    problem,
  }));
  const rank = ({ confidence, problem }: Standing) => (problem === null && confidence !== null ? confidence : Infinity);
  return all.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
