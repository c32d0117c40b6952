/**
 * @file Curves over one x axis. Recharts draws the axes and gives the scales; the curves are drawn inside it.
 *
 * A live chart gets new data up to four times a second beside a busy worker. Handed to Recharts as lines and ticks, an
 * update of the Train panel took 70 ms of processor time (its whole state is worked through, and every label is measured
 * in the page); drawn as children of the chart it takes 12 ms, and the axes are worked through only when they change.
 */
import { createContext, memo, type PointerEvent, type ReactNode, useContext, useRef, useState } from 'react';
import {
  Curve,
  LineChart as RechartsLineChart,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { useSize, useVisible } from '../observe';
import { useCursor } from './cursor';
import { areaBetween, linearTicks, nearestRow, type Row } from './curve';
import styles from './LineChart.module.css';
import { Marker, type MarkerShape } from './Marker';

export interface Series {
  key: string;
  label: string;
  colour: string;
  dash?: string;
  /** The raw values behind a smoothed curve: drawn thin and pale, not named. */
  faint?: boolean;
  dots?: boolean;
  /** Of its dots; a curve without dots carries it at its end. */
  marker?: MarkerShape;
  /** Instead of a curve, the area between it and another column, or 0: pale and not named. */
  areaTo?: string | 0;
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
  /** Said before the x value in the reading, such as "Step". */
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
  /** Words over a chart that has no curve yet. */
  children?: ReactNode;
}

const margin = { top: 8, right: 18, bottom: 0, left: 0 };
const [yAxisWidth, xAxisHeight] = [44, 24];
/** Every tick is ours (interval 0, none "nice") and plain text: what Recharts would print, it first measures in the page. */
const axisLook = {
  stroke: 'var(--edge)',
  tickLine: false,
  interval: 0,
  niceTicks: 'none',
  allowDataOverflow: true,
} as const;

/** The data of a chart, past Recharts to the curves inside it. */
const Data = createContext<Pick<Props, 'rows' | 'series'>>({ rows: [], series: [] });

export function LineChart(props: Props) {
  const { label, minHeight, rows, series, xEnd, xFormat, yTicks, yFormat, yTick = yFormat, yScale = 'linear' } = props;
  const frame = useRef<HTMLElement>(null);
  const { width, height } = useSize(frame);
  const [pointed, setPointed] = useCursor();
  const [over, setOver] = useState(false);
  const data = useRef({ rows, series });
  // Out of view, the curves stand still.
  if (useVisible(frame) && data.current.rows !== rows) data.current = { rows, series };
  const xTicks = useStable(linearTicks(0, xEnd, width / 80).filter((tick) => tick <= xEnd));
  const looks = {
    yTicks: useStable(yTicks),
    marks: useStable(props.marks ?? none),
    level: useStable(props.level ?? null),
  };
  const plotWidth = width - yAxisWidth - margin.right;
  const point = ({ clientX, currentTarget }: PointerEvent) => {
    setPointed(((clientX - currentTarget.getBoundingClientRect().left - yAxisWidth) / plotWidth) * xEnd);
  };
  const row = pointed === null ? null : nearestRow(rows, pointed);
  return (
    <section
      ref={frame}
      className={styles.chart}
      style={{ minHeight }}
      aria-label={label}
      onPointerMove={point}
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => {
        setOver(false);
        setPointed(null);
      }}
    >
      <Data value={data.current}>
        {width > 0 && <Frame {...{ width, height, xEnd, xFormat, xTicks, yTick, yScale }} {...looks} />}
      </Data>
      {props.children && <p className={styles.words}>{props.children}</p>}
      {row !== null && <Reading {...props} {...{ row, over, width }} left={yAxisWidth + (row.x / xEnd) * plotWidth} />}
    </section>
  );
}

/** One array for all, so that Recharts sees that nothing changed. */
const none: never[] = [];

/** The earlier value while the new one says the same. */
function useStable<T>(value: T): T {
  const known = useRef(value);
  if (JSON.stringify(known.current) !== JSON.stringify(value)) known.current = value;
  return known.current;
}

type Looks = Pick<Props, 'xEnd' | 'xFormat' | 'yTick' | 'yScale' | 'yTicks' | 'marks' | 'level'>;
interface FrameProps extends Required<Looks> {
  width: number;
  height: number;
  xTicks: readonly number[];
}

/** All but the data, and rendered again only when one of its few properties changes. */
const Frame = memo(function Frame(props: FrameProps) {
  const { width, height, xEnd, xFormat, xTicks, yTicks, yTick, yScale, marks, level } = props;
  return (
    <RechartsLineChart width={width} height={height} data={none} margin={margin} accessibilityLayer={false}>
      <XAxis
        {...axisLook}
        type="number"
        dataKey="x"
        domain={[0, xEnd]}
        ticks={[...xTicks]}
        tick={({ x, y, payload }) => <Tick x={x} y={Number(y) + 5} anchor="middle" words={xFormat(payload.value)} />}
        height={xAxisHeight}
      />
      <YAxis
        {...axisLook}
        axisLine={false}
        scale={yScale}
        domain={[yTicks[0], yTicks[yTicks.length - 1]]}
        ticks={[...yTicks]}
        tick={({ x, y, payload }) => <Tick x={x} y={Number(y) + 4} anchor="end" words={yTick(payload.value)} />}
        width={yAxisWidth}
      />
      <Curves yTicks={yTicks} marks={marks} level={level} />
    </RechartsLineChart>
  );
});

interface Tick {
  x: number | string;
  y: number | string;
  anchor: 'start' | 'middle' | 'end';
  words: string;
  colour?: string;
}

function Tick({ x, y, anchor, words, colour = 'var(--muted)' }: Tick) {
  return (
    <text x={x} y={y} textAnchor={anchor} className={styles.tick} fill={colour}>
      {words}
    </text>
  );
}

/** Grid, marks and curves: what changes with every update. */
function Curves({ yTicks, marks, level }: Pick<FrameProps, 'yTicks' | 'marks' | 'level'>) {
  const { rows, series } = useContext(Data);
  const [xScale, yScale, plot] = [useXAxisScale(), useYAxisScale(), usePlotArea()];
  if (xScale === undefined || yScale === undefined || plot === undefined) return null;
  const at = (row: Row, key: string) => ({
    x: xScale(row.x) ?? 0,
    y: row[key] === null ? null : (yScale(row[key]) ?? null),
  });
  const { x: left, y: top, width, height } = plot;
  const across = (y: number | undefined) => ({ x1: left, x2: left + width, y1: y, y2: y });
  /** The label of the level is above it as soon as all curves have fallen below. */
  const besides = (y: number) => (series.some(({ key }) => (rows.at(-1)?.[key] ?? y + 1) > y) ? 16 : -6);
  // A nested drawing clips what lies beyond the axes, but not half of a line that runs along them.
  const rim = 4;
  const clip = { x: left, y: top - rim, width: width + rim, height: height + 2 * rim };
  return (
    <svg {...clip} viewBox={Object.values(clip).join(' ')} aria-hidden="true">
      {yTicks.map((tick) => (
        <line key={tick} {...across(yScale(tick))} stroke="var(--line)" />
      ))}
      {level !== null && (
        <line {...across(yScale(level.y))} stroke="var(--edge)" strokeDasharray="1 4" strokeLinecap="round" />
      )}
      {marks.map(({ x, label }) => (
        <g key={x}>
          <line x1={xScale(x)} x2={xScale(x)} y1={top} y2={top + height} stroke="var(--series-rate)" />
          <Tick x={(xScale(x) ?? 0) + 4} y={top + 14} anchor="start" words={label} colour="var(--series-rate)" />
        </g>
      ))}
      {series.map((one) => (
        <One key={one.key} series={one} rows={rows} at={at} />
      ))}
      {level !== null && (
        <Tick x={left + width - 4} y={(yScale(level.y) ?? 0) + besides(level.y)} anchor="end" words={level.label} />
      )}
    </svg>
  );
}

type Place = (row: Row, key: string) => { x: number; y: number | null };

/** One curve with its markers, or one area. */
function One({ series, rows, at }: { series: Series; rows: readonly Row[]; at: Place }) {
  const { key, colour, dash, faint = false, dots = false, marker, areaTo } = series;
  // A row that says nothing of this curve is no gap in it; null is one.
  const own = rows.filter((row) => row[key] !== undefined);
  const places = own.map((row) => at(row, key));
  if (areaTo !== undefined) {
    const edge = own.map((row) => at({ 0: 0, ...row }, String(areaTo)));
    return <path d={areaBetween(places, edge)} fill={colour} fillOpacity="0.18" />;
  }
  const marked = dots ? places : marker === undefined ? [] : places.filter(({ y }) => y !== null).slice(-1);
  return (
    <g>
      <Curve
        points={places}
        stroke={colour}
        fill="none"
        strokeWidth={faint ? 1 : 2}
        strokeOpacity={faint ? 0.25 : 1}
        {...(faint || dash === undefined ? {} : { strokeDasharray: dash })}
      />
      {marked.flatMap(({ x, y }) => (y === null ? [] : [<Marker key={x} {...{ x, y, colour }} shape={marker} />]))}
    </g>
  );
}

interface ReadingProps extends Props {
  row: Row;
  left: number;
  width: number;
  /** The pointer is over this chart, and not over one that it is linked with. */
  over: boolean;
}

/** More values than this are told by the chart under the pointer alone, and more than that in two columns. */
const [fewValues, manyValues] = [4, 10];

/** The values under the pointer, largest first. */
function Reading({ row, left, width, over, series, xName, xFormat, yFormat }: ReadingProps) {
  const shown = series
    .filter(({ key, faint, areaTo }) => !faint && areaTo === undefined && row[key] != null)
    .toSorted((a, b) => row[b.key]! - row[a.key]!);
  return (
    <div className={styles.cursor} style={{ left, bottom: xAxisHeight }} data-over={over}>
      <div
        className={styles.reading}
        data-side={left > width / 2 ? 'left' : 'right'}
        data-many={shown.length > manyValues}
        hidden={!over && shown.length > fewValues}
      >
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
