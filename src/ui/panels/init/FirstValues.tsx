/** @file The first values of a parameter, as the tutorial peeks at them, before and after. */
import { dash } from '../../format';
import styles from './FirstValues.module.css';
import { positionOf } from './position';
import type { Side } from './starts';

export function FirstValues({ sides, shape }: { sides: readonly Side[]; shape: readonly number[] }) {
  const values = Math.max(0, ...sides.map(({ summary }) => summary?.first.length ?? 0));
  return (
    <section aria-label="First values">
      <h3>First {values} values</h3>
      <p className={styles.note}>
        {shape.length === 4 ? "In MXNet's order: output, input, row, column." : 'By channel.'}
      </p>
      <table className={styles.values} data-testid="first-values">
        <thead>
          <tr>
            <th scope="col">Place</th>
            {sides.map(({ side, name }) => (
              <th key={side} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: values }, (_, i) => positionOf(i, shape)).map((place, i) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              {sides.map(({ side, summary }) => (
                <td key={side}>{signed(summary?.first[i])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Five decimals, so that the signs and points stand below each other. */
function signed(value: number | undefined): string {
  return value === undefined ? dash : value.toFixed(5).replace('-', '−');
}
