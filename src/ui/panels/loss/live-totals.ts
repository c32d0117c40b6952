/** @file Both normalizations of every step of a run, though only one of them trains. */
import type { StepMetrics } from '../../../worker';
import { linearTicks, logTicks, type Row, smoothed, thinned } from '../../charts/curve';
import type { ChartTable } from '../../charts/table';
import { normalizedLosses, sum } from './norms';

type Step = Pick<StepMetrics, 'step' | 'perImage'>;

/** Sample-wise is the mean over the images: as their sum it would be as many times larger and not comparable. */
export interface Totals {
  batch: number;
  sample: number;
}

export function totalsOf({ perImage }: Pick<Step, 'perImage'>): Totals {
  const total = (norm: keyof Totals) => sum(normalizedLosses(perImage, norm));
  return { batch: total('batch'), sample: total('sample') / Math.max(1, perImage.length) };
}

export interface LiveTrace {
  /** `x`, `batch` and `sample` smoothed, `batch-raw` and `sample-raw`. */
  rows: Row[];
  xEnd: number;
  yTicks: number[];
}

const factor = 0.9;
const pointsPerLine = 400;

/** On a logarithmic axis; a step without positives has no loss and leaves a gap. */
export function liveTrace(steps: readonly Step[]): LiveTrace {
  const totals = steps.map(totalsOf);
  const columns: Record<string, Float64Array> = {};
  for (const norm of ['batch', 'sample'] as const) {
    const raw = Float64Array.from(totals, (total) => (total[norm] > 0 ? total[norm] : Number.NaN));
    columns[`${norm}-raw`] = raw;
    columns[norm] = smoothed(raw, factor);
  }
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const value of [...columns.batch, ...columns.sample]) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const last = steps.at(-1)?.step ?? 0;
  return {
    rows: thinned(
      steps.map(({ step }) => step),
      columns,
      pointsPerLine,
    ),
    xEnd: linearTicks(0, Math.max(10, last), 4).at(-1)!,
    yTicks: low > high ? [1, 10] : logTicks(low, high),
  };
}

export function liveTable(steps: readonly Step[]): ChartTable {
  const rows = steps.map((step) => {
    const { batch, sample } = totalsOf(step);
    return [step.step, batch, sample];
  });
  return { columns: ['step', 'batchWise', 'sampleWiseMean'], rows };
}
