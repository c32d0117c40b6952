/** @file Mean and standard deviation of the shown weights beside what their schemes lead to, and whether they agree. */
import { count, dash } from '../../format';
import { Explained } from '../../lesson/Explained';
import { type Expectation, isWithin } from './expectation';
import { figure } from './formula';
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
          <th scope="col">99.99 % band</th>
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
  const { side: key, name, summary, laws } = side;
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
        {summary === null ? (
          dash
        ) : (
          <Explained value={small(summary.mean)} label={`Mean weight, ${name.toLowerCase()}`}>
            <p>The sum of {count(summary.count)} weights over their number.</p>
            {wanted !== null && (
              <p>
                Expected {figure(wanted.mean)}; 9,999 samples of 10,000 lie within {figure(wanted.meanBand[0])} to{' '}
                {figure(wanted.meanBand[1])}: 3.89 · std / √{count(wanted.count)} to either side.
              </p>
            )}
          </Explained>
        )}
      </td>
      <td>
        {summary === null ? (
          dash
        ) : (
          <Explained value={figure(summary.std)} label={`Standard deviation, ${name.toLowerCase()}`}>
            <p>
              √(Σ (w − {small(summary.mean)})² / {count(summary.count)}) = {figure(summary.std)}
            </p>
            <p>
              The weights lie between {figure(summary.min)} and {figure(summary.max)}.
            </p>
          </Explained>
        )}
      </td>
      <td>
        {wanted === null ? (
          dash
        ) : (
          <Explained value={figure(wanted.std)} label={`Expected standard deviation, ${name.toLowerCase()}`}>
            <p>
              {laws!.length === 1
                ? 'From the scheme and the shape: see the formula beside the parameter.'
                : `The root of the mean variance of ${laws!.length} parameters, weighed by their counts.`}
            </p>
            <Terms laws={laws!} wanted={wanted} />
          </Explained>
        )}
      </td>
      <td>{within === null ? dash : <Band wanted={wanted!} within={within} count={summary!.count} />}</td>
    </tr>
  );
}

const shownTerms = 12;

function Terms({ laws, wanted }: { laws: NonNullable<Side['laws']>; wanted: Expectation }) {
  if (laws.length === 1) return null;
  return (
    <p className={styles.terms}>
      √((
      {laws
        .slice(0, shownTerms)
        .map(({ count: n, std }) => `${count(n)} · ${figure(std)}²`)
        .join(' + ')}
      {laws.length > shownTerms && ' + …'}) / {count(wanted.count)}) = {figure(wanted.std)}
    </p>
  );
}

function Band({ wanted, within, count: n }: { wanted: Expectation; within: boolean; count: number }) {
  const [low, high] = wanted.stdBand;
  const share = wanted.std === 0 ? 0 : ((high - wanted.std) / wanted.std) * 100;
  return (
    <>
      <span className={styles.mark} data-within={within} aria-hidden="true">
        {within ? '✓' : '✕'}
      </span>
      <Explained
        value={
          share < 0.001
            ? within
              ? 'exact'
              : 'not equal'
            : `${within ? 'within' : 'outside'} ± ${Number(share.toPrecision(2))} %`
        }
        label="Band of the measured standard deviation"
      >
        <p>
          {count(n)} draws of this law have a standard deviation from {figure(low)} to {figure(high)} in 9,999 of 10,000
          samples.
        </p>
        <p>
          Its standard error is std · √((k − 1) / (4 n)), with k = 3 for a normal and 1.8 for a uniform law; the band is
          3.89 of them.
        </p>
      </Explained>
    </>
  );
}

/** A mean of thousands of draws is near zero: two digits say how near. */
function small(value: number): string {
  return figure(Number(value.toPrecision(2)));
}
