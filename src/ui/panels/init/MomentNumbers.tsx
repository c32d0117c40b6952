/** @file The moments of a set of weights as numbers that open their arithmetic; a dash where nothing is known. */
import { count, dash } from '../../format';
import { Explained } from '../../lesson/Explained';
import { type Expectation, isWithin, type WeightLaw } from './expectation';
import { figure } from './formula';
import styles from './MomentNumbers.module.css';
import { expected, type Side } from './starts';

interface Props {
  side: Side;
}

export function MeanNumber({ side }: Props) {
  const { name, summary } = side;
  if (summary === null) return dash;
  const wanted = expected(side);
  return (
    <Explained value={meanFigure(summary.mean)} label={`Mean weight, ${name.toLowerCase()}`}>
      <p>The sum of {count(summary.count)} weights over their number.</p>
      {wanted !== null && (
        <p>
          Expected {figure(wanted.mean)}; 9,999 samples of 10,000 lie within {figure(wanted.meanBand[0])} to{' '}
          {figure(wanted.meanBand[1])}: 3.89 · std / √{count(wanted.count)} to either side.
        </p>
      )}
    </Explained>
  );
}

export function StdNumber({ side: { name, summary } }: Props) {
  if (summary === null) return dash;
  const { mean, std, min, max, count: n } = summary;
  return (
    <Explained value={figure(std)} label={`Standard deviation, ${name.toLowerCase()}`}>
      <p>
        √(Σ (w − {meanFigure(mean)})² / {count(n)}) = {figure(std)}
      </p>
      <p>
        The weights lie between {figure(min)} and {figure(max)}.
      </p>
    </Explained>
  );
}

export function ExpectedNumber({ side }: Props) {
  const wanted = expected(side);
  if (wanted === null) return dash;
  const laws = side.laws!;
  return (
    <Explained value={figure(wanted.std)} label={`Expected standard deviation, ${side.name.toLowerCase()}`}>
      {laws.length === 1 ? (
        <p>From the initializer and the shape; the formula stands beside the parameter.</p>
      ) : (
        <>
          <p>The root of the variance of {laws.length} sets of weights together, each by its count.</p>
          <p className={styles.terms}>
            √(({variances(laws, wanted.mean)}) / {count(wanted.count)}) = {figure(wanted.std)}
          </p>
        </>
      )}
    </Explained>
  );
}

const shownTerms = 12;

/** The summands: a set's variance, and the square of its mean's distance from that of all. */
function variances(laws: readonly WeightLaw[], mean: number): string {
  const term = (law: WeightLaw) => {
    const distance = Math.abs(law.mean - mean);
    const squares = [law.std, distance].filter((value) => value !== 0).map((value) => `${figure(value)}²`);
    return `${count(Math.round(law.count))} · ${squares.length > 1 ? `(${squares.join(' + ')})` : (squares[0] ?? '0')}`;
  };
  return `${laws.slice(0, shownTerms).map(term).join(' + ')}${laws.length > shownTerms ? ' + …' : ''}`;
}

export function BandVerdict({ side }: Props) {
  const wanted = expected(side);
  if (wanted === null || side.summary === null) return dash;
  const within = isWithin(side.summary.std, wanted.stdBand);
  const [low, high] = wanted.stdBand;
  return (
    <>
      <span className={styles.mark} data-within={within} aria-hidden="true">
        {within ? '✓' : '✕'}
      </span>
      <Explained value={verdict(wanted, within)} label="Band of the measured standard deviation">
        <p>
          {count(side.summary.count)} draws of this law have a standard deviation from {figure(low)} to {figure(high)}{' '}
          in 9,999 of 10,000 samples.
        </p>
        <p>
          Its standard error is std · √((k − 1) / (4 n)), with k = 3 for a normal and 1.8 for a uniform law; the band is
          3.89 of them to either side.
        </p>
      </Explained>
    </>
  );
}

/** Equal weights and fixed values have no band worth a number. */
function verdict({ std, stdBand }: Expectation, within: boolean): string {
  const percent = std === 0 ? 0 : ((stdBand[1] - std) / std) * 100;
  if (percent < 0.001) return within ? 'exact' : 'not equal';
  return `${within ? 'within' : 'outside'} ± ${Number(percent.toPrecision(2))}%`;
}

/** A mean of thousands of draws is near zero: two digits say how near. */
function meanFigure(value: number): string {
  return figure(Number(value.toPrecision(2)));
}
