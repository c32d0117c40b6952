/** @file The runs of each arm as one mean curve with the 95% interval of the mean; below three runs, as they are. */
import { describeSample, leastPairs, type RunCurves } from '../../../../experiments';
import { linearTicks, logTicks, type Row, smoothed } from '../../../charts/curve';
import { spread } from '../../../charts/table';

export type Quantity = 'map07' | 'confidence';

export interface ArmCurves {
  /** Of arm i: `mean<i>`, `low<i>` and `high<i>`, or `run<i>.<j>` for each of its runs. */
  rows: Row[];
  ticks: number[];
}

const mostPoints = 120;
const factor = 0.9;

/** @param arms the finished runs of each arm */
export function armCurves(arms: readonly (readonly RunCurves[])[], quantity: Quantity): ArmCurves {
  const byStep = new Map<number, Row>();
  const add = (x: number, values: Record<string, number | null>) =>
    byStep.set(x, { ...byStep.get(x), ...values, x } as Row);
  arms.forEach((runs, arm) => {
    const lines = runs.map((curves) => lineOf(curves, quantity));
    for (const [step, values] of commonSteps(lines)) add(step, valuesAt(arm, values));
  });
  const rows = [...byStep.values()].sort((a, b) => a.x - b.x);
  const shown = rows.flatMap(({ x: _, ...row }) => Object.values(row).filter((value) => value !== null));
  if (shown.length === 0) return { rows: [], ticks: quantity === 'map07' ? linearTicks(0, 0.2, 4) : [1, 10] };
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const ticks = quantity === 'map07' ? linearTicks(0, Math.max(high, 0.05), 5) : logTicks(Math.max(low, 1e-6), high);
  return { rows, ticks };
}

/** By step, the value there. */
function lineOf({ steps, evals }: RunCurves, quantity: Quantity): Map<number, number> {
  if (quantity === 'map07') {
    return new Map(evals.flatMap(({ step, map07 }) => (map07 === null ? [] : [[step, map07] as const])));
  }
  const strong = smoothed(steps.confidence, factor);
  const points = steps.step.map((step, i) => [step, strong[i]] as const);
  return new Map(points.filter(([, value]) => Number.isFinite(value)));
}

/** The steps at which all lines have a value, spread evenly, with the values of the lines. */
function commonSteps(lines: readonly Map<number, number>[]): [number, number[]][] {
  const [first, ...others] = lines;
  const steps = [...(first?.keys() ?? [])].filter((step) => others.every((line) => line.has(step)));
  return spread(steps, mostPoints).map((step) => [step, lines.map((line) => line.get(step)!)]);
}

function valuesAt(arm: number, values: readonly number[]): Record<string, number> {
  const { n, mean, interval } = describeSample(values);
  if (n < leastPairs || interval === null) {
    return Object.fromEntries(values.map((value, run) => [`run${arm}.${run}`, value]));
  }
  return { [`mean${arm}`]: mean, [`low${arm}`]: interval.low, [`high${arm}`]: interval.high };
}
