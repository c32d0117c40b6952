/** @file What B is above A, step by step, about 0: the side above is vermilion, the side below blue. */
import type { Series } from '../../../charts/LineChart';
import { LineChart } from '../../../charts/LineChart';
import { count, rate } from '../../../format';
import { type Direction, signed } from '../differ';
import styles from './Overlays.module.css';
import type { Overlay } from './overlay';

interface Props extends Overlay {
  name: string;
  better: Direction;
  xEnd: number;
  print(size: number): string;
  testId: string;
}

const series: readonly Series[] = [
  { key: 'above', label: '', colour: 'var(--side-b)', areaTo: 0 },
  { key: 'below', label: '', colour: 'var(--side-a)', areaTo: 0 },
  { key: 'difference', label: 'B − A', colour: 'var(--ink)' },
];

export function DifferenceCurve({ name, better, rows, ticks, xEnd, print, testId }: Props) {
  const format = (value: number) => signed(value, print);
  const equal = rows.length > 0 && rows.every(({ difference }) => difference === 0);
  return (
    <div className={styles.difference} data-testid={testId} data-equal={equal}>
      <h3>
        {name}
        <span>{equal ? ': equal at every step' : `; above 0, ${better === 'lower' ? 'A' : 'B'} is better`}</span>
      </h3>
      <LineChart
        label={`${name} over steps`}
        rows={rows}
        series={rows.length > 60 ? series : dotted}
        minHeight={104}
        xEnd={xEnd}
        xFormat={count}
        xName="Step"
        yTicks={ticks}
        yFormat={format}
        yTick={(value) => signed(value, rate)}
        level={{ y: 0, label: '' }}
      >
        {rows.length === 0 && 'A and B have no step in common yet.'}
      </LineChart>
    </div>
  );
}

const dotted = series.map((one) => ({ ...one, dots: one.key === 'difference' }));
