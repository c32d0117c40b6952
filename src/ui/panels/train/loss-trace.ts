/** @file The steps of a run as the rows and ticks of its loss chart. */
import { linearTicks, logTicks, type Row, smoothed, thinned } from '../../charts/curve';
import type { ChartTable } from '../../charts/table';
import { count, duration, rate } from '../../format';
import type { Run } from '../../store/state';

export type Axis = 'step' | 'epoch' | 'images' | 'time';
export const axes: readonly { value: Axis; label: string; format(value: number): string }[] = [
  { value: 'step', label: 'Step', format: count },
  { value: 'epoch', label: 'Epoch', format: (value) => String(Number(value.toFixed(2))) },
  { value: 'images', label: 'Images', format: count },
  { value: 'time', label: 'Time', format: (seconds) => (seconds === 0 ? '0' : duration(seconds * 1000)) },
];

export type LossSeries = 'total' | 'confidence' | 'localization';
export const lossSeries: readonly { key: LossSeries; label: string; note: string; colour: string; dash?: string }[] = [
  { key: 'total', label: 'Total', note: 'The scalar that is differentiated', colour: 'var(--series-total)' },
  {
    key: 'confidence',
    label: 'Confidence',
    note: 'Cross-entropy of classes, per positive anchor',
    colour: 'var(--series-confidence)',
    dash: '7 3',
  },
  {
    key: 'localization',
    label: 'Localization',
    note: 'Smooth L1 of box offsets, per positive anchor',
    colour: 'var(--series-localization)',
    dash: '2 3',
  },
];

export interface LossTrace {
  /** `x`, each shown series smoothed under its name, raw under `<name>-raw`, and `learningRate`. */
  rows: Row[];
  xEnd: number;
  lossTicks: number[];
  rateTicks: number[];
  marks: { x: number; label: string }[];
}

/** 400 points a line keep an update of the chart well under 100 ms beside a busy worker. */
const pointsPerLine = 400;

/** A run as its curves need it, or the plan of one, without steps yet. */
export interface Course extends Pick<Run, 'config' | 'steps' | 'rateMarks'> {
  stepsPerEpoch: number;
  /** Where the losses may be expected, for the axis of an empty chart. */
  expected: readonly [number, number];
}

/** @param view which axis, which smoothing factor, which series; a log axis hides values that are not above 0 */
export function lossTrace(
  course: Course,
  view: { axis: Axis; factor: number; log: boolean; shown: readonly LossSeries[] },
): LossTrace {
  const { steps, config } = course;
  const x = positions(course, view.axis);
  const columns: Record<string, ArrayLike<number>> = { learningRate: Float64Array.from(steps, (s) => s.learningRate) };
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const key of view.shown) {
    const raw = Float64Array.from(steps, (step) => (view.log && step[key] <= 0 ? Number.NaN : step[key]));
    const strong = smoothed(raw, view.factor);
    columns[key] = strong;
    columns[`${key}-raw`] = raw;
    for (const value of strong) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) [low, high] = course.expected;
  const rateTop = steps.reduce((top, step) => Math.max(top, step.learningRate), 0) || config.optimizer.learningRate;
  return {
    rows: thinned(x, columns, pointsPerLine),
    xEnd: axisEnd(course, view.axis, x),
    lossTicks: view.log ? logTicks(low, high) : linearTicks(0, high, 5),
    rateTicks: linearTicks(0, rateTop, 2),
    marks: course.rateMarks.map(({ step, learningRate }) => ({
      x: x[Math.min(step, x.length) - 1] ?? 0,
      label: learningRate === null ? 'schedule' : rate(learningRate),
    })),
  };
}

/**
 * The axis ends at a round number beyond the curve, but not beyond the run, and is the whole run before it begins. It
 * moves now and then instead of at every update: calmer to the eye, and it spares the chart most of its work.
 */
function axisEnd({ config, stepsPerEpoch }: Course, axis: Axis, x: Float64Array): number {
  const { steps, batch } = config;
  const whole = { step: steps, images: steps * batch, epoch: steps / stepsPerEpoch, time: Number.POSITIVE_INFINITY }[
    axis
  ];
  if (x.length === 0) return axis === 'time' ? 60 : whole;
  const last = Math.max(x[x.length - 1], axis === 'time' ? 5 : whole / 20);
  const power = 10 ** Math.floor(Math.log10(last));
  const round = [1, 1.5, 2, 3, 4, 6, 8, 10].map((factor) => factor * power).find((end) => end >= last) ?? last;
  return Math.min(round, Math.max(last, whole));
}

/** Where each step stands on the axis; time is that of training, without pauses and evaluations. */
function positions({ steps, config, stepsPerEpoch }: Course, axis: Axis): Float64Array {
  let elapsed = 0;
  return Float64Array.from(steps, ({ step, ms }) => {
    elapsed += ms / 1000;
    return { step, images: step * config.batch, epoch: step / stepsPerEpoch, time: elapsed }[axis];
  });
}

export function lossTable(steps: Run['steps']): ChartTable {
  const columns = [
    'step',
    'epoch',
    'total',
    'confidence',
    'localization',
    'learningRate',
    'positives',
    'hardNegatives',
    'ms',
  ] as const;
  return { columns, rows: steps.map((step) => columns.map((column) => step[column])) };
}
