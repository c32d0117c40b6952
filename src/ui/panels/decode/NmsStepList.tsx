/** @file One step of the suppression in words: who survives, and whom it removes. */
import { metric, plural } from '../../format';
import { useLab } from '../../use-lab';
import { IouSum } from './IouSum';
import type { NmsMoment } from './NmsPicture';
import styles from './NmsStepList.module.css';

interface Props extends NmsMoment {
  /** Says nothing to a screen reader while the steps play. */
  quiet: boolean;
  onPick(rank: number): void;
}

export function NmsStepList({ rows, step, picked, className, quiet, onPick }: Props) {
  const { threshold } = useLab(({ view }) => ({ threshold: view.detection.nmsThreshold }));
  const survivor = rows[step.survivor];
  const name = className(survivor.classId);
  return (
    <div>
      <div
        className={styles.survivor}
        aria-live={quiet ? 'off' : 'polite'}
        data-testid="nms-moment"
        data-rank={step.survivor + 1}
        data-victims={step.victims.length}
      >
        <p className={styles.name}>
          {name} {metric(survivor.score)}
        </p>
        <p className={styles.quiet}>
          Rank {step.survivor + 1} of {rows.length}, anchor {survivor.anchor}.{' '}
          {survivor.kept ? 'It survives' : 'It survives, beyond the post-NMS limit,'}
          {step.victims.length === 0
            ? ` and removes nothing: no later ${name} overlaps it by more than ${threshold}.`
            : ` and removes ${plural(step.victims.length, 'row')} of its class with an IoU above ${threshold}.`}
        </p>
      </div>
      {step.victims.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label="Removed in this step, table">
          <table>
            <thead>
              <tr>
                <th scope="col">Rank</th>
                <th scope="col">Score</th>
                <th scope="col">Anchor</th>
                <th scope="col">IoU</th>
              </tr>
            </thead>
            <tbody>
              {step.victims.map((rank) => (
                <tr key={rank} data-selected={rank === picked}>
                  <td>
                    <button
                      type="button"
                      className={styles.pick}
                      aria-pressed={rank === picked}
                      aria-label={`Row of rank ${rank + 1}`}
                      onClick={() => onPick(rank)}
                    >
                      {rank + 1}
                    </button>
                  </td>
                  <td>{metric(rows[rank].score)}</td>
                  <td>{rows[rank].anchor}</td>
                  <td>
                    <IouSum
                      value={rows[rank].suppressed?.iou ?? 0}
                      label={`IoU of ranks ${step.survivor + 1} and ${rank + 1}`}
                      a={survivor.box}
                      b={rows[rank].box}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className={styles.key}>
        Thick: the survivor. Dashed: removed now. Thin: survived before; fainter: not yet looked at. Dotted: removed
        before. Only boxes of {name}, because rows of different classes never remove each other, and only from the
        drawing score on.
      </p>
    </div>
  );
}
