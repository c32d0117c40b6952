/** @file AP of each class under both decoders, with the difference as a bar about 0. */
import { ChartFrame } from '../../charts/ChartFrame';
import { count, dash, metric } from '../../format';
import { classColour } from '../../images/classes';
import styles from './ClassDifferences.module.css';
import { type ClassScores, signed } from './score-differences';

export function ClassDifferences({ classes, step }: { classes: readonly ClassScores[]; step: number }) {
  const known = classes.filter(({ ap07 }) => ap07.difference !== null);
  const absent = classes.filter(({ ap07 }) => ap07.difference === null);
  const largest = Math.max(1e-9, ...known.map(({ ap07 }) => Math.abs(ap07.difference ?? 0)));
  return (
    <ChartFrame
      title="AP per class"
      fileName={`decoders-step-${step}`}
      legend={
        <p className={styles.note}>VOC07 rule; the largest differences first. Bars to the right: per class ahead.</p>
      }
      table={() => ({
        columns: ['class', 'perClass07', 'argmax07', 'difference07', 'perClass12', 'argmax12', 'difference12'],
        rows: classes.map(({ className, ap07, ap12 }) => [
          className,
          ...[ap07, ap12].flatMap(({ perClass, argmax, difference }) => [perClass, argmax, difference]),
        ]),
      })}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Objects</th>
            <th scope="col">Per class</th>
            <th scope="col">Argmax</th>
            <th scope="col">Difference</th>
            <th scope="col" className={styles.bars}>
              <span className="visually-hidden">As a bar</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {known.map(({ className, groundTruths, ap07: { perClass, argmax, difference } }) => (
            <tr key={className} data-testid="class-difference" data-class={className} data-value={difference}>
              <td>
                <span className={styles.swatch} style={{ background: classColour(className) }} />
                {className}
              </td>
              <td>{count(groundTruths)}</td>
              <td>{metric(perClass)}</td>
              <td>{metric(argmax)}</td>
              <td>{signed(difference)}</td>
              <td className={styles.bars}>
                <Bar share={(difference ?? 0) / largest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {absent.length > 0 && (
        <p className={styles.note}>
          {dash} without ground truth in val: {absent.map(({ className }) => className).join(', ')}
        </p>
      )}
    </ChartFrame>
  );
}

/** @param share in [-1, 1] */
function Bar({ share }: { share: number }) {
  const width = `${Math.abs(share) * 50}%`;
  return (
    <div className={styles.track} aria-hidden="true">
      <span data-sign={Math.sign(share)} style={share < 0 ? { right: '50%', width } : { left: '50%', width }} />
    </div>
  );
}
