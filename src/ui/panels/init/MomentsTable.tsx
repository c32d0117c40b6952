/** @file Mean and standard deviation of the shown weights beside what their schemes lead to, and whether they agree. */
import { isWithin } from './expectation';
import { BandVerdict, ExpectedNumber, MeanNumber, StdNumber } from './MomentNumbers';
import styles from './MomentsTable.module.css';
import { expected, type Side } from './starts';

export function MomentsTable({ sides }: { sides: readonly Side[] }) {
  return (
    <table className={styles.moments} aria-label="Moments of the weights" data-testid="moments">
      <thead>
        <tr>
          <td />
          <th scope="col">Mean</th>
          <th scope="col">Std</th>
          <th scope="col">Expected</th>
          <th scope="col">99.99% band</th>
        </tr>
      </thead>
      <tbody>
        {sides.map((side) => (
          <Row key={side.side} side={side} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ side }: { side: Side }) {
  const { side: key, name, summary } = side;
  const wanted = expected(side);
  const within = summary === null || wanted === null ? null : isWithin(summary.std, wanted.stdBand);
  const data = {
    'data-testid': `std-${key}`,
    'data-value': String(summary?.std),
    'data-expected': String(wanted?.std),
    'data-low': String(wanted?.stdBand[0]),
    'data-high': String(wanted?.stdBand[1]),
    'data-within': String(within),
  };
  return (
    <tr {...data}>
      <th scope="row">{name}</th>
      <td>
        <MeanNumber side={side} />
      </td>
      <td>
        <StdNumber side={side} />
      </td>
      <td>
        <ExpectedNumber side={side} />
      </td>
      <td>
        <BandVerdict side={side} />
      </td>
    </tr>
  );
}
