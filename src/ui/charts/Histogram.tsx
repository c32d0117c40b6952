/** @file A small column chart: the shape at a glance, each column's number on hover and in the table. */
import { count } from '../format';
import { ChartFrame } from './ChartFrame';
import styles from './Histogram.module.css';

interface Props {
  title: string;
  /** One line under the title: what a column counts. */
  note: string;
  bins: readonly { label: string; value: number }[];
  /** Shows the label of every n-th column. */
  labelEvery: number;
  binName: string;
  fileName: string;
}

export function Histogram({ title, note, bins, labelEvery, binName, fileName }: Props) {
  const top = Math.max(1, ...bins.map(({ value }) => value));
  const fullest = bins.reduce((best, bin) => (bin.value > best.value ? bin : best), bins[0]);
  return (
    <ChartFrame
      title={title}
      legend={<p className={styles.note}>{note}</p>}
      table={() => ({ columns: [binName, 'Count'], rows: bins.map(({ label, value }) => [label, value]) })}
      fileName={fileName}
    >
      <div
        className={styles.columns}
        role="img"
        aria-label={`${title}: most at ${fullest.label} (${count(fullest.value)})`}
      >
        {bins.map(({ label, value }, i) => (
          <div key={label} className={styles.column} title={`${label}: ${count(value)}`}>
            <div className={styles.space}>
              <div className={styles.bar} style={{ height: `${(value / top) * 100}%` }} data-empty={value === 0} />
            </div>
            <span className={styles.label}>{i % labelEvery === 0 ? label : ''}</span>
          </div>
        ))}
      </div>
    </ChartFrame>
  );
}
