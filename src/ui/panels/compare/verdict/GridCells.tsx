/** @file The cells of the grid as small multiples with one scale: lines that are not parallel are an interaction. */
import { useRef } from 'react';
import { leastPairs, type Sample } from '../../../../experiments';
import { ChartFrame } from '../../../charts/ChartFrame';
import { linearTicks } from '../../../charts/curve';
import { Swatch } from '../../../charts/LineChart';
import { Marker } from '../../../charts/Marker';
import { metric, rate } from '../../../format';
import { useSize } from '../../../observe';
import { lookOf } from '../look';
import styles from './GridCells.module.css';
import type { Grid, GridPanel } from './grid-cells';

/** The lines are no arms: their colours are not those of A and B. */
const looks = [lookOf(2), lookOf(3)];

export function GridCells({ grid: { factors, panels } }: { grid: Grid }) {
  const [along, line, ...rest] = factors;
  const samples = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ sample }) => sample)));
  const ticks = linearTicks(0, Math.max(0.05, ...samples.map((sample) => barOf(sample)?.[1] ?? sample?.mean ?? 0)), 4);
  return (
    <ChartFrame
      title={`Mean mAP by ${factors.map(({ name }) => name).join(', ')}`}
      fileName="grid"
      legend={
        <ul className={styles.legend}>
          {line.levels.map((level, i) => (
            <li key={level}>
              <Swatch colour={looks[i].colour} dash={looks[i].dash} />
              {level}
            </li>
          ))}
          <li>bars: 95% CI of the mean, from {leastPairs} seeds on</li>
        </ul>
      }
      table={() => ({
        columns: ['cell', 'mean', 'low95', 'high95', 'n'],
        rows: panels.flatMap(({ name, lines }) =>
          lines.flatMap(({ name: level, points }) =>
            points.map(({ name: point, sample }) => [
              [point, level, name].filter(Boolean).join(', '),
              sample?.mean ?? null,
              sample?.interval?.low ?? null,
              sample?.interval?.high ?? null,
              sample?.n ?? 0,
            ]),
          ),
        ),
      })}
    >
      <div className={styles.panels} data-testid="verdict-grid" data-panels={panels.length}>
        {panels.map((panel) => (
          <div key={panel.name}>
            {rest.length > 0 && <h3>{panel.name}</h3>}
            <Cells panel={panel} levels={along.levels} ticks={ticks} />
          </div>
        ))}
      </div>
    </ChartFrame>
  );
}

function barOf(sample: Sample | null): [number, number] | null {
  if (sample === null || sample.interval === null || sample.n < leastPairs) return null;
  return [sample.interval.low, sample.interval.high];
}

const [height, left, bottom, top] = [200, 40, 28, 8];

interface CellsProps {
  panel: GridPanel;
  levels: readonly string[];
  ticks: readonly number[];
}

function Cells({ panel, levels, ticks }: CellsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const highest = ticks[ticks.length - 1];
  const y = (value: number) => top + (1 - value / highest) * (height - top - bottom);
  // The two lines stand a little apart, so that their bars do not hide each other.
  const x = (level: number, line: number) => left + (width - left) * (0.25 + 0.5 * level) + (line - 0.5) * 12;
  const words = panel.lines.flatMap(({ name, points }) =>
    points.map((point) => `${point.name}, ${name}: ${metric(point.sample?.mean ?? null)}`),
  );
  return (
    <div ref={frame} className={styles.cells}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={`${panel.name}. ${words.join('. ')}`}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={left} x2={width} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
              <text x={left - 8} y={y(tick) + 4} textAnchor="end" className={styles.tick}>
                {rate(tick)}
              </text>
            </g>
          ))}
          {levels.map((level, i) => (
            <text key={level} x={(x(i, 0) + x(i, 1)) / 2} y={height - 8} textAnchor="middle" className={styles.tick}>
              {level}
            </text>
          ))}
          {panel.lines.map(({ name, points }, line) => {
            const { colour, dash, marker } = looks[line];
            const known = points.flatMap(({ sample }, level) =>
              sample === null ? [] : [{ sample, x: x(level, line) }],
            );
            return (
              <g key={name} stroke={colour} strokeWidth="2" fill="none">
                <polyline points={known.map((p) => `${p.x},${y(p.sample.mean)}`).join(' ')} strokeDasharray={dash} />
                {known.map((p) => {
                  const bar = barOf(p.sample);
                  return (
                    <g key={p.x}>
                      {bar !== null && <path d={`M${p.x} ${y(Math.max(0, bar[0]))}V${y(bar[1])}`} strokeWidth="1" />}
                      <Marker x={p.x} y={y(p.sample.mean)} colour={colour} shape={marker} />
                    </g>
                  );
                })}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
