/** @file One bar for a whole batch: a segment an image, told apart by pattern and number, in the colour of its norm. */
import { percent } from './digits';
import type { Norm } from './norms';
import styles from './ShareBar.module.css';
import { imageName } from './use-batch-loss';

interface Props {
  norm: Norm;
  /** In [0, 1], one an image; all 0 draws an empty bar. */
  shares: readonly number[];
  /** What is shared out, such as "loss". */
  of: string;
  testId: string;
}

export function ShareBar({ norm, shares, of, testId }: Props) {
  const words = shares.map((share, i) => `${imageName(i).toLowerCase()} ${percent(share)}`).join(', ');
  return (
    <div className={styles.row} data-testid={testId}>
      <span className={styles.name}>{norm.name}</span>
      <div
        className={styles.bar}
        data-answer
        data-norm={norm.id}
        role="img"
        aria-label={`${norm.name}, share of the ${of}: ${words}`}
      >
        {shares.map(
          (share, i) =>
            share > 0 && (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: an image is its place in the batch
                key={i}
                className={styles.segment}
                style={{ flexGrow: share }}
                data-pattern={patternOf(i)}
                title={`${imageName(i)}: ${percent(share)}`}
              >
                <span className={styles.plate}>{i + 1}</span>
              </span>
            ),
        )}
      </div>
    </div>
  );
}

/** The pattern of an image beside its name, in no norm's colour. */
export function PatternSwatch({ position }: { position: number }) {
  return <span className={styles.swatch} data-pattern={patternOf(position)} aria-hidden="true" />;
}

const patterns = 6;

function patternOf(position: number): number {
  return position % patterns;
}
