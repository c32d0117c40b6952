/** @file Named bars with their numbers. With `onSelect` each is a switch that filters something else. */
import styles from './BarList.module.css';

export interface Bar {
  key: string;
  /** In [0, 1]; null is unknown and has no bar. */
  share: number | null;
  /** The number as printed. */
  value: string;
  colour: string;
  title?: string;
}

interface Props {
  label: string;
  bars: readonly Bar[];
  selected?: string | null;
  onSelect?(key: string | null): void;
  testId?: string;
}

export function BarList({ label, bars, selected = null, onSelect, testId }: Props) {
  return (
    <ul className={styles.list} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} title={bar.title} data-testid={testId} data-key={bar.key} data-value={bar.value}>
          {onSelect ? (
            <button
              type="button"
              className={styles.bar}
              aria-pressed={bar.key === selected}
              onClick={() => onSelect(bar.key === selected ? null : bar.key)}
            >
              <Content bar={bar} />
            </button>
          ) : (
            <div className={styles.bar}>
              <Content bar={bar} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Content({ bar: { key, share, value, colour } }: { bar: Bar }) {
  return (
    <>
      <span className={styles.swatch} style={{ background: colour }} />
      <span className={styles.name}>{key}</span>
      <span className={styles.value}>{value}</span>
      <span className={styles.track}>{share !== null && <span style={{ width: `${share * 100}%` }} />}</span>
    </>
  );
}
