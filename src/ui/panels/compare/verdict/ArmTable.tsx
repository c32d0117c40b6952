/** @file The arms and their differences in numbers: mean, 95% interval, n, spread, and the bootstrap as a check. */
import { type CompareStatistics, type Interval, leastPairs } from '../../../../experiments';
import { count, dash, metric } from '../../../format';
import { hundredths, signed } from '../differ';
import type { Look } from '../look';
import { Line } from '../RunKey';
import styles from './ArmTable.module.css';

interface Props {
  statistics: CompareStatistics;
  /** In the order of the plan, the baseline first. */
  arms: readonly { name: string; look: Look }[];
}

export function ArmTable({ statistics, arms }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Arms in numbers">
      <table className={styles.arms}>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col">Seeds</th>
            <th scope="col">Mean mAP, VOC07</th>
            <th scope="col">Above {arms[0].look.letter}, hundredths</th>
            <th scope="col">95% CI</th>
            <th scope="col">Pairs</th>
            <th scope="col">Std of pairs</th>
            <th scope="col">Bootstrap 95%</th>
          </tr>
        </thead>
        <tbody>
          {arms.map(({ name, look }, i) => {
            const { sample } = statistics.arms[i];
            const comparison = i === 0 ? null : statistics.comparisons[i - 1].comparison;
            const interval = enough(comparison?.n, comparison?.interval);
            const bootstrap = enough(comparison?.n, comparison?.bootstrap);
            return (
              <tr key={name} data-testid="verdict-arm" data-arm={name}>
                <th scope="row">
                  <span className={styles.name}>
                    <Line look={look} />
                    <b>{look.letter}</b> {name}
                  </span>
                </th>
                <td>{count(sample?.n ?? 0)}</td>
                <td>{metric(sample?.mean ?? null)}</td>
                <td>{i === 0 ? 'baseline' : signed(comparison?.mean ?? null, hundredths)}</td>
                <td data-testid="verdict-interval">{range(interval)}</td>
                <td>{i === 0 ? dash : count(comparison?.n ?? 0)}</td>
                <td>{comparison?.std == null ? dash : hundredths(comparison.std)}</td>
                <td>
                  {range(bootstrap)}
                  {interval !== null && bootstrap !== null && (
                    <span className={styles.check}>{agree(interval, bootstrap) ? '✓ agrees' : '≠ disagrees'}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function enough(n: number | undefined, interval: Interval | null | undefined): Interval | null {
  return n === undefined || n < leastPairs ? null : (interval ?? null);
}

function range(interval: Interval | null): string {
  return interval === null ? dash : `${signed(interval.low, hundredths)} to ${signed(interval.high, hundredths)}`;
}

/** Both leave 0 out on the same side, or both hold it. */
function agree(a: Interval, b: Interval): boolean {
  const sideOf = ({ low, high }: Interval) => (low > 0 ? 1 : high < 0 ? -1 : 0);
  return sideOf(a) === sideOf(b);
}
