/** @file Curves over one x axis, drawn by Recharts within the limits that keep the page quick. */
import { type ReactNode, useRef } from 'react';
import { CartesianGrid, Line, LineChart as RechartsLineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { linearTicks, type Row } from './curve';
import styles from './LineChart.module.css';
import { useSize, useVisible } from './use-visible';

export interface Series {
  key: string;
  label: string;
  colour: string;
  dash?: string;
  /** The raw values behind a smoothed curve: drawn thin and pale, not named. */
  faint?: boolean;
  dots?: boolean;
}

interface Props {
  /** What the chart shows, in words. */
  label: string;
  rows: readonly Row[];
  series: readonly Series[];
  /** The chart takes the height that its frame leaves it, but this at least. */
  minHeight: number;
  /** The axis runs from 0 to here. */
  xEnd: number;
  xFormat(value: number): string;
  /** Said before the x value in the tooltip, such as "Step". */
  xName: string;
  yTicks: readonly number[];
  yFormat(value: number): string;
  /** How ticks are printed, where it differs from the values. */
  yTick?(value: number): string;
  yScale?: 'linear' | 'log';
  /** Vertical marks, such as a learning rate set by hand. */
  marks?: readonly { x: number; label: string }[];
  /** A horizontal line with a meaning. */
  level?: { y: number; label: string } | null;
}

export function LineChart(props: Props) {
  const { label, minHeight } = props;
  const frame = useRef<HTMLElement>(null);
  const { width, height } = useSize(frame);
  const visible = useVisible(frame);
  // Out of view, the curves stand still: the same element again makes React skip them.
  const last = useRef<ReactNode>(null);
  if (visible && width > 0) last.current = <Curves {...props} width={width} height={height} />;
  return (
    <section ref={frame} className={styles.chart} style={{ minHeight }} aria-label={label}>
      {last.current}
    </section>
  );
}

function Curves(props: Props & { width: number; height: number }) {
  const { width, rows, series, height, xEnd, yTicks, yScale = 'linear', marks = [], level = null } = props;
  const ends = (ticks: readonly number[]): [number, number] => [ticks[0], ticks[ticks.length - 1]];
  const axis = { stroke: 'var(--edge)', tick: { fill: 'var(--muted)', fontSize: 13 }, tickLine: false } as const;
  return (
    <RechartsLineChart
      width={width}
      height={height}
      data={rows as Row[]}
      margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        {...axis}
        type="number"
        dataKey="x"
        domain={[0, xEnd]}
        ticks={linearTicks(0, xEnd, width / 80).filter((tick) => tick <= xEnd)}
        tickFormatter={props.xFormat}
        height={24}
        allowDataOverflow
      />
      <YAxis
        {...axis}
        axisLine={false}
        scale={yScale}
        domain={ends(yTicks)}
        ticks={[...yTicks]}
        tickFormatter={props.yTick ?? props.yFormat}
        width={44}
        allowDataOverflow
      />
      {level !== null && (
        <ReferenceLine
          y={level.y}
          stroke="var(--edge)"
          strokeDasharray="1 4"
          strokeLinecap="round"
          label={{ value: level.label, position: 'insideTopRight', fill: 'var(--muted)', fontSize: 13 }}
        />
      )}
      {marks.map((mark) => (
        <ReferenceLine
          key={mark.x}
          x={mark.x}
          stroke="var(--series-rate)"
          label={{ value: mark.label, position: 'insideTopLeft', fill: 'var(--series-rate)', fontSize: 13 }}
        />
      ))}
      {series.map(({ key, label: name, colour, dash, faint = false, dots = false }) => (
        <Line
          key={key}
          dataKey={key}
          name={name}
          stroke={colour}
          strokeWidth={faint ? 1 : 2}
          strokeOpacity={faint ? 0.25 : 1}
          dot={dots ? { r: 2.5, strokeWidth: 0, fill: colour } : false}
          activeDot={faint ? false : { r: 4, strokeWidth: 0 }}
          isAnimationActive={false}
          legendType="none"
          {...(dash === undefined || faint ? {} : { strokeDasharray: dash })}
        />
      ))}
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--edge)' }}
        content={({ active, payload }) => <Reading row={active ? payload[0]?.payload : undefined} {...props} />}
      />
    </RechartsLineChart>
  );
}

/** The values under the cursor, largest first. */
function Reading({ row, series, xName, xFormat, yFormat }: Props & { row: Row | undefined }) {
  if (row === undefined) return null;
  const shown = series
    .filter(({ key, faint }) => !faint && row[key] !== null && row[key] !== undefined)
    .toSorted((a, b) => row[b.key]! - row[a.key]!);
  return (
    <div className={styles.reading}>
      <p>
        {xName} {xFormat(row.x)}
      </p>
      {shown.map(({ key, label, colour, dash }) => (
        <p key={key}>
          <Swatch colour={colour} dash={dash} />
          {label} <b>{yFormat(row[key]!)}</b>
        </p>
      ))}
    </div>
  );
}

/** A piece of the line: its colour and its dash. */
export function Swatch({ colour, dash }: { colour: string; dash: string | undefined }) {
  return (
    <svg className={styles.swatch} width="20" height="8" aria-hidden="true">
      <line x1="0" y1="4" x2="20" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
