/** @file The counts of the set, split by split. */
import type { DataSummary, SplitSummary } from '../../../worker';
import { count } from '../../format';
import styles from './Summary.module.css';

export function Summary({ data: { train, val, total, kind } }: { data: DataSummary }) {
  const sampled = train.counted < train.images || val.counted < val.images;
  return (
    <table className={styles.counts} aria-label="Counts">
      <thead>
        <tr>
          <td />
          <th scope="col">Images</th>
          <th scope="col">Objects{sampled && ' an image'}</th>
          <th scope="col">Difficult{sampled && ' an image'}</th>
        </tr>
      </thead>
      <tbody>
        <Split name="Train" id="train" split={train} sampled={sampled} />
        <Split name="Val" id="val" split={val} sampled={sampled} />
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
  );
}

/** Endless splits are counted over their first scenes only, so they show the mean of an image. */
function Split(props: { name: string; id: string; split: SplitSummary; sampled: boolean }) {
  const { name, id, split, sampled } = props;
  const title = sampled ? `Over the first ${count(split.counted)} images` : undefined;
  const shown = (total: number) => (sampled ? (total / Math.max(1, split.counted)).toFixed(2) : count(total));
  return (
    <tr>
      <th scope="row">{split.name === id || split.name === '' ? name : `${name} (${split.name})`}</th>
      <td data-testid={`data-${id}-images`}>{count(split.images)}</td>
      <td data-testid={`data-${id}-objects`} title={title}>
        {shown(split.objects)}
      </td>
      <td data-testid={`data-${id}-difficult`} title={title}>
        {shown(split.difficult)}
      </td>
    </tr>
  );
}
