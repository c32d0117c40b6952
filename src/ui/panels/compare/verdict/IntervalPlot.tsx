/** @file Differences with their intervals, one row each: a dot a seed, below them the mean and its 95% interval. */
import { useRef } from 'react';
import { type Comparison, leastPairs } from '../../../../experiments';
import { ChartFrame } from '../../../charts/ChartFrame';
import { linearTicks } from '../../../charts/curve';
import { Marker } from '../../../charts/Marker';
import { rate } from '../../../format';
import { useSize } from '../../../observe';
import { hundredths, signed } from '../differ';
import type { Look } from '../look';
import styles from './IntervalPlot.module.css';

export interface IntervalRow {
  name: string;
  /** Null where no arm stands behind it. */
  look: Look | null;
  values: readonly { seed: number; value: number }[];
  comparison: Comparison | null;
}

interface Props {
  title: string;
  fileName: string;
  rows: readonly IntervalRow[];
  testId: string;
}

export function IntervalPlot({ title, fileName, rows, testId }: Props) {
  return (
    <ChartFrame
      title={title}
      fileName={fileName}
      legend={
        <p className={styles.note}>
          In hundredths of mAP, paired by seed. ○ one seed, <b>◆</b> mean, <b>━</b> 95% interval of the mean (Student’s
          t). An interval that leaves 0 out is a difference.
        </p>
      }
      table={() => ({
        columns: ['difference', 'mean', 'low95', 'high95', 'n', 'std', 'bootstrapLow95', 'bootstrapHigh95', 'seeds'],
        rows: rows.map(({ name, values, comparison: c }) => [
          name,
          c?.mean ?? null,
          c?.interval?.low ?? null,
          c?.interval?.high ?? null,
          c?.n ?? 0,
          c?.std ?? null,
          c?.bootstrap?.low ?? null,
          c?.bootstrap?.high ?? null,
          values.map(({ seed, value }) => `${seed}: ${value.toFixed(4)}`).join(' '),
        ]),
      })}
    >
      <Plot rows={rows} label={`${title}. ${rows.map(inWords).join('. ')}`} testId={testId} />
    </ChartFrame>
  );
}

function inWords({ name, comparison }: IntervalRow): string {
  if (comparison === null) return `${name}: no pair yet`;
  const { mean, interval, n } = comparison;
  const range = interval === null || n < leastPairs ? '' : `, ${show(interval.low)} to ${show(interval.high)}`;
  return `${name}: ${show(mean)}${range}, n = ${n}`;
}

const show = (value: number) => signed(value, hundredths);

/** Heights in CSS pixels; on a narrow plot the numbers have a line of their own. */
const [nameLine, dotLine, barLine, rowHeight] = [16, 32, 46, 60];
const [narrow, extraLine] = [560, 18];
const axisHeight = 24;
const side = 12;
/** From the outermost lines to what is written beside them. */
const gap = 8;

function Plot({ rows, label, testId }: { rows: readonly IntervalRow[]; label: string; testId: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const values = rows.flatMap(({ values, comparison }) => [
    ...values.map(({ value }) => value),
    ...(shownInterval(comparison) ?? []),
  ]);
  const ticks = linearTicks(100 * Math.min(0, ...values), 100 * Math.max(0, ...values), Math.max(2, width / 96));
  const [low, high] = [ticks[0] / 100, ticks[ticks.length - 1] / 100];
  const x = (value: number) => side + ((value - low) / (high - low || 1)) * (width - 2 * side);
  const extra = width < narrow ? extraLine : 0;
  const bottom = rows.length * (rowHeight + extra) + 4;
  return (
    <div ref={frame} className={styles.plot} data-testid={testId} data-rows={rows.length}>
      {width > 0 && (
        <svg width={width} height={bottom + axisHeight} role="img" aria-label={label}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={x(tick / 100)}
                x2={x(tick / 100)}
                y1={0}
                y2={bottom}
                stroke={tick === 0 ? 'var(--ink)' : 'var(--line)'}
              />
              <text x={x(tick / 100)} y={bottom + 18} textAnchor="middle" className={styles.tick}>
                {signed(tick, rate)}
              </text>
            </g>
          ))}
          {rows.map((row, i) => (
            <g key={row.name} transform={`translate(0 ${i * (rowHeight + extra)})`}>
              <Row row={row} x={x} width={width} extra={extra} />
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

/** Two differences agree by chance too often to be called a spread. */
function shownInterval(comparison: Comparison | null): [number, number] | null {
  if (comparison === null || comparison.interval === null || comparison.n < leastPairs) return null;
  return [comparison.interval.low, comparison.interval.high];
}

interface RowProps {
  row: IntervalRow;
  /** From a difference to its place. */
  x(value: number): number;
  width: number;
  extra: number;
}

function Row({ row: { name, look, values, comparison }, x, width, extra }: RowProps) {
  const [dots, bar] = [dotLine + extra, barLine + extra];
  const colour = look?.colour ?? 'var(--ink)';
  const interval = shownInterval(comparison);
  return (
    <>
      <text x={side + gap} y={nameLine} className={styles.name}>
        {look !== null && <tspan className={styles.letter}>{look.letter} </tspan>}
        {name}
      </text>
      <text
        x={extra === 0 ? width - side - gap : side + gap}
        y={nameLine + extra}
        textAnchor={extra === 0 ? 'end' : 'start'}
        className={styles.tick}
      >
        {comparison === null ? 'no pair yet' : `${show(comparison.mean)}, n = ${comparison.n}`}
      </text>
      {values.map(({ seed, value }) => (
        <circle key={seed} cx={x(value)} cy={dots} r={4} className={styles.seed} stroke={colour}>
          <title>
            Seed {seed}: {show(value)}
          </title>
        </circle>
      ))}
      {interval !== null && (
        <path
          d={`M${x(interval[0])} ${bar}H${x(interval[1])}M${x(interval[0])} ${bar - 4}v8M${x(interval[1])} ${bar - 4}v8`}
          stroke={colour}
          strokeWidth="2"
        />
      )}
      {comparison !== null && <Marker x={x(comparison.mean)} y={bar} colour={colour} shape="diamond" scale={1.5} />}
    </>
  );
}
