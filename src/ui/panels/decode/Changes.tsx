/** @file The detections that only one of the decoders gives, and what the other made of each. */
import { count, plural } from '../../format';
import { Explained } from '../../lesson/Explained';
import { useActions, useLab } from '../../use-lab';
import styles from './Changes.module.css';
import { DecoderMark } from './DecoderMark';
import { decoderWords } from './decoders';
import { type Change, type Difference, describeFate, nameOf } from './fate';

const mostShown = 200;

interface Props {
  difference: Difference;
  className(id: number): string;
}

export function Changes({ difference: { shared, changes }, className }: Props) {
  const { anchor } = useLab(({ view }) => ({ anchor: view.anchor }));
  const { look } = useActions();
  const only = (decoder: Change['givenBy']) => changes.filter(({ givenBy }) => givenBy === decoder).length;
  return (
    <div className={styles.changes}>
      <div className={styles.summary} data-testid="decoder-changes" data-count={changes.length}>
        <Explained value={plural(shared.length, 'detection')} label="Detections of both decoders">
          <p>The same class of the same anchor, returned by both.</p>
        </Explained>{' '}
        of both; only per class gives {count(only('per-class'))}, only argmax {count(only('argmax'))}.
        {changes.length === 0 && shared.length > 0 && ' On this image the decoder makes no difference.'}
      </div>
      {changes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label="Detections that differ, table">
          <table>
            <thead>
              <tr>
                <th scope="col">Only by</th>
                <th scope="col">Class</th>
                <th scope="col">Score</th>
                <th scope="col">Anchor</th>
                <th scope="col">The other decoder</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, mostShown).map(({ row, givenBy, fate }) => (
                <tr key={`${givenBy} ${nameOf(row)}`} data-selected={row.anchor === anchor}>
                  <td className={styles.by}>
                    <DecoderMark decoder={givenBy} />
                    {decoderWords.find(({ id }) => id === givenBy)?.name}
                  </td>
                  <td>{className(row.classId)}</td>
                  <td>{row.score.toFixed(3)}</td>
                  <td>
                    <button
                      type="button"
                      className={styles.anchor}
                      aria-pressed={row.anchor === anchor}
                      onClick={() => look({ anchor: row.anchor })}
                    >
                      {row.anchor}
                    </button>
                  </td>
                  <td>{describeFate(fate, className)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {changes.length > mostShown && (
            <p className={styles.note}>
              The best {mostShown} of {count(changes.length)}.
            </p>
          )}
        </section>
      )}
    </div>
  );
}
