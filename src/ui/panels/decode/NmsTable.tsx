/** @file All rows that entered the suppression, with what became of each. Picking a removed one goes to its suppressor. */
import { metric } from '../../format';
import type { NmsMoment } from './NmsPicture';
import styles from './NmsStepList.module.css';
import { stateOf } from './nms-steps';

const mostShown = 200;

export function NmsTable({ rows, step, picked, className, onPick }: NmsMoment & { onPick(rank: number): void }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={`${styles.scroll} ${styles.words}`} tabIndex={0} aria-label="All rows, table">
      <table>
        <thead>
          <tr>
            <th scope="col">Rank</th>
            <th scope="col">Class</th>
            <th scope="col">Score</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostShown).map(({ classId, score, suppressed, kept }, rank) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rank is what a row is known by
            <tr key={rank} data-selected={rank === picked || stateOf(rows, rank, step.survivor) === 'current'}>
              <td>
                <button
                  type="button"
                  className={styles.pick}
                  aria-pressed={rank === picked}
                  aria-label={`Row of rank ${rank + 1}`}
                  data-testid={suppressed === null ? 'nms-survivor' : 'nms-removed'}
                  data-suppressor={suppressed === null ? '' : suppressed.by + 1}
                  onClick={() => onPick(rank)}
                >
                  {rank + 1}
                </button>
              </td>
              <td>{className(classId)}</td>
              <td>{metric(score)}</td>
              <td>
                {suppressed !== null && `removed by rank ${suppressed.by + 1}, IoU ${suppressed.iou.toFixed(2)}`}
                {suppressed === null && (kept ? 'survives' : 'survives, beyond the post-NMS limit')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostShown && (
        <p className={styles.key}>
          The best {mostShown} of {rows.length}; the slider reaches every survivor.
        </p>
      )}
    </section>
  );
}
