/**
 * @file Loss curves of the arms of a comparison: the mean over the seeds, and from three seeds on a band of its 95%
 * interval; single runs below that.
 */
import { describeSample, leastPairs } from '../../experiments';
import type { ArmRun } from '../compare-output';
import { element, figure, ink, line, linearScale, logScale, marker, type Scale, series, text } from './svg';

const [width, height, left, right, top, bottom] = [860, 380, 64, 250, 22, 44];

interface Curve {
  name: string;
  steps: number[];
  /** One a seed, each as long as `steps`. */
  runs: number[][];
}

/** @param runs those that failed are left out */
export function curvePlot(runs: readonly ArmRun[], loss: 'confidence' | 'localization'): string {
  const curves = curvesOf(runs, loss);
  // The first block holds the start, where losses are many times those that follow.
  const values = curves.flatMap(({ runs }) => runs.flatMap((run) => run.slice(1)));
  const x = linearScale(0, Math.max(...curves.flatMap(({ steps }) => steps)), [left, width - right]);
  const y = logScale(Math.min(...values), Math.max(...values), [height - bottom, top]);
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
    ...curves.map((curve, i) => drawCurve(curve, i, x, y)),
    ...curves.map(({ name, runs }, i) => key(name, runs.length, i)),
    text(width - right + 16, top + 16 + 36 * curves.length, 'Bands: 95% CI of the mean', { fill: ink.soft }),
  );
}

function curvesOf(runs: readonly ArmRun[], loss: 'confidence' | 'localization'): Curve[] {
  const ended = runs.filter(({ error }) => error === undefined);
  const names = [...new Set(ended.map(({ arms }) => arms.join(' and ')))];
  return names.map((name) => {
    const ofArm = ended.filter(({ arms }) => arms.join(' and ') === name).map(({ losses }) => losses.slice(1));
    return {
      name,
      steps: ofArm[0].map(({ step }) => step),
      runs: ofArm.map((losses) => losses.map((point) => point[loss])),
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
  const [low, high] = [samples.map(({ interval }) => interval!.low), samples.map(({ interval }) => interval!.high)];
  const edge = (values: number[]) =>
    path(values.map((value) => Math.min(y.ticks.at(-1)!, Math.max(y.ticks[0], value))));
  return [
    element('polygon', { points: [...edge(low), ...edge(high).toReversed()].join(' '), fill: colour, opacity: 0.15 }),
    element('polyline', { points: path(means).join(' '), ...stroke }),
    ...means.flatMap((mean, at) =>
      at % 20 === 10
        ? [marker(mark, x(steps[at]), y(mean), 4, { fill: mark === 'cross' ? 'none' : colour, stroke: colour })]
        : [],
    ),
  ].join('');
}

function key(name: string, n: number, i: number): string {
  const { colour, dash, mark } = series[i % series.length];
  const [x, y] = [width - right + 16, top + 10 + 36 * i];
  return [
    line(x, y, x + 36, y, { stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash }),
    marker(mark, x + 18, y, 4, { fill: mark === 'cross' ? 'none' : colour, stroke: colour }),
    text(x + 44, y + 4, name),
    text(x + 44, y + 20, n < leastPairs ? `${n} single run${n === 1 ? '' : 's'}` : `n = ${n}`, { fill: ink.soft }),
  ].join('');
}

function meanAt(runs: readonly number[][], at: number): number {
  return runs.reduce((sum, run) => sum + run[at], 0) / runs.length;
}
