/** @file Finds runs by words and by status, says how many are shown, and saves these as CSV. */
import { csvOf, saveText } from '../../../charts/table';
import { IconButton } from '../../../controls/Button';
import { count, plural } from '../../../format';
import type { Arrangement } from './arrange';
import { arrange, useArrangement } from './arrangement-store';
import { type ListedRun, runTable } from './columns';
import styles from './Filter.module.css';
import { statuses, statusWords } from './words';

interface Props {
  runs: readonly ListedRun[];
  shown: readonly ListedRun[];
}

export function Filter({ runs, shown }: Props) {
  const { text, status } = useArrangement();
  return (
    <>
      <input
        type="search"
        className={styles.search}
        placeholder="Name, tag, arm, setting"
        aria-label="Filter runs by name, tag, arm or setting"
        data-testid="runs-filter"
        value={text}
        onChange={({ target }) => arrange({ text: target.value })}
      />
      <select
        className={styles.status}
        aria-label="Filter runs by status"
        data-testid="runs-status"
        value={status}
        onChange={({ target }) => arrange({ status: target.value as Arrangement['status'] })}
      >
        <option value="all">Any status</option>
        {statuses.map((known) => (
          <option key={known} value={known}>
            {statusWords[known].label}
          </option>
        ))}
      </select>
      <p className={styles.count} role="status" data-testid="runs-count" data-value={shown.length}>
        {shown.length < runs.length && `${count(shown.length)} of `}
        {plural(runs.length, 'run')}
      </p>
      <IconButton
        icon="download"
        label="Save the listed runs as CSV"
        data-testid="runs-csv"
        disabled={shown.length === 0}
        onClick={() => saveText('runs.csv', csvOf(runTable(shown)))}
      />
    </>
  );
}
