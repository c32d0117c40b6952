/** @file A and B in numbers, the difference, and in words which of the two it speaks for. */
import { dash } from '../../../format';
import { signed, speaksFor } from '../differ';
import { Line } from '../RunKey';
import type { Side } from '../sides';
import styles from './Stats.module.css';
import { statRows } from './stats';

/** @param pair A and B */
export function Stats({ pair: [a, b] }: { pair: readonly Side[] }) {
  const rows = statRows(a.record.summary, b.record.summary);
  return (
    <table className={styles.stats}>
      <caption>Latest values; losses are means of the last 100 steps</caption>
      <thead>
        <tr>
          <td />
          {[a, b].map(({ look }) => (
            <th key={look.letter} scope="col">
              <span className={styles.side}>
                <Line look={look} />
                {look.letter}
              </span>
            </th>
          ))}
          <th scope="col">B − A</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, better, print, values, difference }) => {
          const said = speaksFor(difference, better);
          return (
            <tr key={key} data-testid={`stat-${key}`}>
              <th scope="row">
                {label}
                {better !== null && <span className={styles.better}>{better} is better</span>}
              </th>
              {values.map((value, i) => (
                <td key={[a, b][i].look.letter} data-value={value ?? ''}>
                  {value === null ? dash : print(value)}
                </td>
              ))}
              <td data-testid={`stat-${key}-difference`} data-value={difference ?? ''}>
                {said !== null && <span aria-hidden="true">{difference! > 0 ? '↑ ' : '↓ '}</span>}
                {signed(difference, print)}
                {said !== null && <span className={styles.said}>B is {said}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
