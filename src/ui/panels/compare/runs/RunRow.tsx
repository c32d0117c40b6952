/** @file A run in the table. It renders again only when its own record, its letter or its experiment changes. */
import { memo } from 'react';
import type { RunRecord } from '../../../../experiments';
import { count, dash, loss, metric, milliseconds } from '../../../format';
import { useActions, useLabReader } from '../../../use-lab';
import styles from './RunsTable.module.css';
import { statusWords, tricksOf } from './words';

interface Props {
  record: RunRecord;
  /** The name of its experiment. */
  experiment: string | null;
  /** Null while it is not selected. */
  letter: string | null;
  onEdit(id: string): void;
}

const shortDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const RunRow = memo(function RunRow({ record, experiment, letter, onEdit }: Props) {
  const { id, name, tags, status, config, summary } = record;
  const { showComparison } = useActions();
  const read = useLabReader();
  const toggle = () => {
    const { selected } = read().comparison;
    showComparison({ selected: letter === null ? [...selected, id] : selected.filter((other) => other !== id) });
  };
  return (
    <tr data-testid="run-row" data-id={id} data-status={status} data-selected={letter !== null}>
      <td className={styles.select}>
        <label>
          <input type="checkbox" aria-label={`Select ${name}`} checked={letter !== null} onChange={toggle} />
          <span className={styles.letter}>{letter}</span>
        </label>
      </td>
      <th scope="row" className={styles.name}>
        <button
          type="button"
          title="Change name and tags"
          data-edits={id}
          data-testid="run-edit"
          onClick={() => onEdit(id)}
        >
          {name}
        </button>
        {tags.length > 0 && (
          <ul aria-label="Tags">
            {tags.map((tag) => (
              <li key={tag}>{tag}</li>
            ))}
          </ul>
        )}
      </th>
      <td className={styles.status}>
        <span aria-hidden="true">{statusWords[status].mark}</span> {statusWords[status].label}
        {record.error !== null && <small>{record.error}</small>}
      </td>
      <td data-numeric="true">{metric(summary.map07)}</td>
      <td data-numeric="true">{loss(summary.confidence)}</td>
      <td className={styles.experiment}>
        {experiment ?? dash}
        {record.experiment !== null && <small>{record.experiment.arm}</small>}
      </td>
      <td data-numeric="true">{config.seed}</td>
      <td className={styles.tricks}>{tricksOf(config)}</td>
      <td data-numeric="true">
        {count(summary.step)}
        {summary.step !== config.steps && <small>of {count(config.steps)}</small>}
      </td>
      <td data-numeric="true">{summary.msPerStep === null ? dash : milliseconds(summary.msPerStep)}</td>
      <td>
        <time dateTime={record.created}>{shortDate.format(new Date(record.created))}</time>
      </td>
    </tr>
  );
});
