/**
 * @file Loss curves of the arms of a comparison: the mean over the seeds, and from three seeds on a band of its 95%
 * interval; single runs below that.
 */
import { type ComparePlan, describeSample, leastPairs } from '../../experiments';
import type { ArmRun, CompareOutput } from '../compare-output';
import { quantile } from '../run-output';
import { element, figure, ink, line, linearScale, logScale, marker, type Scale, series, text } from './svg';

const [width, height, left, right, top, bottom] = [860, 380, 64, 250, 22, 44];

/** Share of the values that may leave the plot at the top: the beginning, and the peaks of an arm that breaks down. */
const highest = 0.05;

interface Curve {
  name: string;
  /** Arms that share the training. */
  others: string[];
  steps: number[];
  /** One a seed, each as long as `steps`. */
  runs: number[][];
}

/** Runs that failed are left out. */
export function curvePlot(
  { compare, runs }: Pick<CompareOutput, 'compare' | 'runs'>,
  loss: 'confidence' | 'localization',
): string {
  const curves = curvesOf(compare, runs, loss);
  const values = curves.flatMap(({ runs }) => runs.flat());
  const [most, shown] = [Math.max(...values), quantile(values, 1 - highest) as number];
  const x = linearScale(0, Math.max(...curves.flatMap(({ steps }) => steps)), [left, width - right]);
  const y = logScale(Math.min(...values), shown, [height - bottom, top]);
  return figure(
    width,
    height,
    `${loss} loss by step: ${curves.map(({ name, runs }) => `${name} ends at ${meanAt(runs, runs[0].length - 1).toFixed(2)}`).join(', ')}`,
    ...y.ticks.flatMap((tick) => [
      line(left, y(tick), width - right, y(tick), { stroke: ink.grid }),
      text(left - 8, y(tick) + 4, String(tick), { 'text-anchor': 'end' }),
    ]),
    ...x.ticks.map((tick) => text(x(tick), height - bottom + 18, String(tick), { 'text-anchor': 'middle' })),
    text((left + width - right) / 2, height - 8, 'step', { 'text-anchor': 'middle' }),
    text(14, (height - bottom + top) / 2, `${loss} loss a positive anchor`, {
      'text-anchor': 'middle',
      transform: `rotate(-90 14 ${(height - bottom + top) / 2})`,
    }),
    element(
      'clipPath',
      { id: 'plot' },
      element('rect', { x: left, y: top, width: width - left - right, height: height - top - bottom }),
    ),
    element('g', { 'clip-path': 'url(#plot)' }, ...curves.map((curve, i) => drawCurve(curve, i, x, y))),
    ...curves.map(key),
    text(width - right + 16, top + 16 + 36 * curves.length, 'Bands: 95% CI of the mean', { fill: ink.soft }),
    text(width - right + 16, top + 36 + 36 * curves.length, `Not shown: peaks up to ${Number(most.toPrecision(2))}`, {
      fill: ink.soft,
    }),
  );
}

/** In the order of the plan. */
function curvesOf({ arms }: ComparePlan, runs: readonly ArmRun[], loss: 'confidence' | 'localization'): Curve[] {
  const ended = runs.filter(({ error }) => error === undefined);
  return arms.flatMap(({ name }) => {
    const ofArm = ended.filter(({ arms }) => arms[0] === name);
    if (ofArm.length === 0) return [];
    return {
      name,
      others: ofArm[0].arms.slice(1),
      steps: ofArm[0].losses.map(({ step }) => step),
      runs: ofArm.map(({ losses }) => losses.map((point) => point[loss])),
    };
  });
}

function drawCurve({ steps, runs }: Curve, i: number, x: Scale, y: Scale): string {
  const { colour, dash, mark } = series[i % series.length];
  const path = (values: readonly number[]) =>
    values.map((value, at) => `${x(steps[at]).toFixed(1)},${y(value).toFixed(1)}`);
  const stroke = { fill: 'none', stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash };
  if (runs.length < leastPairs)
    return runs.map((run) => element('polyline', { points: path(run).join(' '), ...stroke })).join('');
  const samples = steps.map((_, at) => describeSample(runs.map((run) => run[at])));
  const means = samples.map(({ mean }) => mean);
  // An interval of few seeds may reach below 0, where a logarithm ends.
  const low = samples.map(({ interval }) => Math.max(1e-6, interval!.low));
  const high = samples.map(({ interval }) => interval!.high);
  return [
    element('polygon', {
      points: [...path(low), ...path(high).toReversed()].join(' '),
      fill: colour,
      'fill-opacity': 0.15,
    }),
    element('polyline', { points: path(means).join(' '), ...stroke }),
    ...means.flatMap((mean, at) =>
      at % 20 === 10
        ? [marker(mark, x(steps[at]), y(mean), 4, { fill: mark === 'cross' ? 'none' : colour, stroke: colour })]
        : [],
    ),
  ].join('');
}

function key({ name, others, runs }: Curve, i: number): string {
  const { colour, dash, mark } = series[i % series.length];
  const [x, y] = [width - right + 16, top + 10 + 36 * i];
  const counted = runs.length < leastPairs ? `single runs, ${runs.length}` : `n = ${runs.length}`;
  return [
    line(x, y, x + 36, y, { stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash }),
    marker(mark, x + 18, y, 4, { fill: mark === 'cross' ? 'none' : colour, stroke: colour }),
    text(x + 44, y + 4, name),
    text(x + 44, y + 20, [counted, ...others.map((other) => `also ${other}`)].join('; '), { fill: ink.soft }),
  ].join('');
}

function meanAt(runs: readonly number[][], at: number): number {
  return runs.reduce((sum, run) => sum + run[at], 0) / runs.length;
}
