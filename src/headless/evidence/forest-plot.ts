/**
 * @file The paired differences of a comparison: a dot a seed, the mean with its 95% interval, and the line at 0 that an
 * interval must leave out.
 */
import type { CompareStatistics } from '../../experiments';
import { leastPairs } from '../../experiments';
import { element, figure, ink, line, linearScale, marker, series, text } from './svg';

const [width, left, right, top, rowHeight] = [900, 300, 190, 46, 44];

export function forestPlot({ comparisons }: Pick<CompareStatistics, 'comparisons'>): string {
  const rows = comparisons.map(({ comparison, differences, ...row }) => ({
    ...row,
    comparison,
    dots: differences.map((difference) => 100 * difference),
    interval: comparison && comparison.n >= leastPairs ? comparison.interval : null,
    bootstrap: comparison && comparison.n >= leastPairs ? comparison.bootstrap : null,
  }));
  const ends = rows.flatMap(({ dots, interval }) =>
    interval ? [...dots, 100 * interval.low, 100 * interval.high] : dots,
  );
  const bottom = top + rowHeight * rows.length;
  const x = linearScale(Math.min(0, ...ends), Math.max(0, ...ends), [left, width - right]);
  const baseline = comparisons[0]?.baseline ?? '';
  const drawn = rows.map(({ arm, dots, interval, bootstrap, comparison }, i) => {
    const y = top + rowHeight * (i + 0.5);
    const mean = comparison && x(100 * comparison.mean);
    return [
      text(left - 16, y + 4, arm, { 'text-anchor': 'end' }),
      ...dots.map((dot) =>
        marker('circle', x(dot), y - 8, 3.5, { fill: 'none', stroke: series[0].colour, 'stroke-width': 1.5 }),
      ),
      ...(interval ? [bar(x(100 * interval.low), x(100 * interval.high), y + 6, 3, 'none')] : []),
      ...(bootstrap ? [bar(x(100 * bootstrap.low), x(100 * bootstrap.high), y + 14, 1.5, '3 2')] : []),
      ...(mean === null ? [] : [marker('diamond', mean, y + 6, 6, { fill: series[1].colour })]),
      text(
        width - right + 16,
        y + 4,
        interval && comparison ? described(comparison.mean, interval) : `n = ${dots.length}: single runs`,
      ),
    ].join('');
  });
  return figure(
    width,
    bottom + 76,
    `Difference of mAP07 from "${baseline}": ${rows.map(({ arm, comparison }) => `${arm} ${comparison ? points(comparison.mean) : 'none'}`).join(', ')}`,
    text(left - 16, 24, `against "${baseline}"`, { fill: ink.soft, 'text-anchor': 'end' }),
    text(width - right + 16, 24, 'mean, 95% CI', { fill: ink.soft }),
    ...x.ticks.map((tick) => line(x(tick), top, x(tick), bottom, { stroke: ink.grid })),
    line(x(0), top - 8, x(0), bottom, { stroke: ink.strong, 'stroke-width': 1.5 }),
    ...x.ticks.map((tick) => text(x(tick), bottom + 18, points(tick / 100, 0), { 'text-anchor': 'middle' })),
    text((left + width - right) / 2, bottom + 38, 'difference of mAP07, points', { 'text-anchor': 'middle' }),
    ...drawn,
    legend(left, bottom + 60),
  );
}

function bar(from: number, to: number, y: number, thickness: number, dash: string): string {
  return line(from, y, to, y, { stroke: series[1].colour, 'stroke-width': thickness, 'stroke-dasharray': dash });
}

function legend(x: number, y: number): string {
  return element(
    'g',
    { fill: ink.soft },
    marker('circle', x, y - 4, 3.5, { fill: 'none', stroke: series[0].colour, 'stroke-width': 1.5 }),
    text(x + 10, y, 'one seed'),
    marker('diamond', x + 100, y - 4, 6, { fill: series[1].colour }),
    bar(x + 86, x + 114, y - 4, 3, 'none'),
    text(x + 122, y, 'mean and 95% t interval'),
    bar(x + 304, x + 332, y - 4, 1.5, '3 2'),
    text(x + 340, y, '95% bootstrap'),
  );
}

function described(mean: number, { low, high }: { low: number; high: number }): string {
  return `${points(mean)} (${points(low)} to ${points(high)})`;
}

/** Points of mAP with a sign: "+1.3". */
export function points(value: number, places = 1): string {
  const written = Math.abs(100 * value).toFixed(places);
  if (Number(written) === 0) return written;
  return `${value < 0 ? '−' : '+'}${written}`;
}
