/** @file The counts of the set, split by split. */
import type { DataSummary, SplitSummary } from '../../../worker';
import { count } from '../../format';
import styles from './Summary.module.css';

export function Summary({ data }: { data: DataSummary }) {
  const { train, val, total, kind, notes } = data;
  const sampled = train.counted < train.images;
  return (
    <section aria-label="Counts">
      <table className={styles.counts}>
        <thead>
          <tr>
            <td />
            <th scope="col">Images</th>
            <th scope="col">Objects</th>
            <th scope="col">Difficult</th>
          </tr>
        </thead>
        <tbody>
          <Split name="Train" id="train" split={train} />
          <Split name="Val" id="val" split={val} />
          {kind === 'voc' && (
            <tr>
              <th scope="row">All lists</th>
              <td data-testid="data-total-images">{count(total.images)}</td>
              <td data-testid="data-total-objects">{count(total.objects)}</td>
              <td />
            </tr>
          )}
        </tbody>
      </table>
      {sampled && (
        <p className={styles.note}>
          Scenes are drawn when they are needed; objects are counted over the first {count(train.counted)}.
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </section>
  );
}

function Split({ name, id, split }: { name: string; id: string; split: SplitSummary }) {
  const title = split.counted < split.images ? `Counted over ${count(split.counted)} images` : undefined;
  return (
    <tr>
      <th scope="row">{split.name === id || split.name === '' ? name : `${name} (${split.name})`}</th>
      <td data-testid={`data-${id}-images`}>{count(split.images)}</td>
      <td data-testid={`data-${id}-objects`} title={title}>
        {count(split.objects)}
      </td>
      <td data-testid={`data-${id}-difficult`} title={title}>
        {count(split.difficult)}
      </td>
    </tr>
  );
}
