/**
 * @file A small column chart: the shape at a glance, each column's number on hover and in the table. With `onSelect` each
 * column is a switch that filters something else.
 */
import type { ReactNode } from 'react';
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
  /** Index of the column that filters. */
  selected?: number | null;
  onSelect?(index: number | null): void;
}

export function Histogram({ title, note, bins, labelEvery, binName, fileName, ...choice }: Props) {
  const top = Math.max(1, ...bins.map(({ value }) => value));
  const fullest = bins.reduce((best, bin) => (bin.value > best.value ? bin : best), bins[0]);
  const label = `${title}: most at ${fullest.label} (${count(fullest.value)})`;
  const columns = bins.map(({ label, value }, i) => (
    <Column key={label} name={`${label}: ${count(value)}`} index={i} {...choice}>
      <span className={styles.space}>
        <span className={styles.bar} style={{ height: `${(value / top) * 100}%` }} data-empty={value === 0} />
      </span>
      <span className={styles.label}>{i % labelEvery === 0 ? label : ''}</span>
    </Column>
  ));
  return (
    <ChartFrame
      title={title}
      legend={<p className={styles.note}>{note}</p>}
      table={() => ({ columns: [binName, 'Count'], rows: bins.map(({ label, value }) => [label, value]) })}
      fileName={fileName}
    >
      {choice.onSelect ? (
        <fieldset className={styles.columns} aria-label={label}>
          {columns}
        </fieldset>
      ) : (
        <div className={styles.columns} role="img" aria-label={label}>
          {columns}
        </div>
      )}
    </ChartFrame>
  );
}

interface ColumnProps extends Pick<Props, 'selected' | 'onSelect'> {
  name: string;
  index: number;
  children: ReactNode;
}

function Column({ name, index, selected, onSelect, children }: ColumnProps) {
  if (!onSelect) {
    return (
      <div className={styles.column} title={name}>
        {children}
      </div>
    );
  }
  return (
    <button
      type="button"
      className={styles.column}
      title={name}
      aria-label={name}
      aria-pressed={index === selected}
      onClick={() => onSelect(index === selected ? null : index)}
    >
      {children}
    </button>
  );
}
