/** @file Everything that the import refused, and why: sorted and filtered by the reader. */
import { useMemo, useState } from 'react';
import type { Rejection } from '../../../worker';
import { csvOf, saveText } from '../../charts/table';
import { Button, IconButton } from '../../controls/Button';
import { count, dash, plural } from '../../format';
import { arranged, type Order } from './arrange';
import styles from './ImportReport.module.css';

const rowsAtOnce = 100;
const columns: readonly { key: Order['key']; label: string }[] = [
  { key: 'file', label: 'File' },
  { key: 'object', label: 'Object' },
  { key: 'reason', label: 'Reason' },
];

export function ImportReport({ rejected }: { rejected: readonly Rejection[] }) {
  const [order, setOrder] = useState<Order>({ key: 'file', descending: false });
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(rowsAtOnce);
  const rows = useMemo(() => arranged(rejected, order, filter), [rejected, order, filter]);
  return (
    <section aria-label="Import report">
      <div className={styles.head}>
        <h2>Import report</h2>
        <p className={styles.count} data-testid="import-report-count" data-count={rejected.length}>
          {rejected.length === 0 ? 'nothing refused' : `${count(rejected.length)} refused`}
        </p>
        {rejected.length > 0 && (
          <>
            <input
              type="search"
              className={styles.filter}
              placeholder="Filter by file or reason"
              aria-label="Filter the refused files"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            <IconButton icon="download" label="Save the import report as CSV" onClick={() => save(rejected)} />
          </>
        )}
      </div>
      {rejected.length === 0 && (
        <p className={styles.empty} data-testid="import-report-empty">
          Every file was read and every object is used.
        </p>
      )}
      {rejected.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map(({ key, label }) => (
                  <th key={key} scope="col" aria-sort={sortOf(order, key)}>
                    <button
                      type="button"
                      className={styles.sort}
                      onClick={() => setOrder({ key, descending: order.key === key && !order.descending })}
                    >
                      {label} {order.key === key && (order.descending ? '\u2193' : '\u2191')}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, limit).map((row) => (
                <tr key={`${row.file} ${row.object} ${row.reason}`} data-testid="import-report-row">
                  <td className={styles.file}>{row.file}</td>
                  <td>{row.object ?? dash}</td>
                  <td>{row.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className={styles.empty}>No refused file matches "{filter}".</p>}
        </div>
      )}
      {rows.length > limit && (
        <Button look="quiet" onClick={() => setLimit(limit + rowsAtOnce)}>
          Show {count(Math.min(rowsAtOnce, rows.length - limit))} more of {plural(rows.length - limit, 'row')}
        </Button>
      )}
    </section>
  );
}

function sortOf(order: Order, key: Order['key']): 'ascending' | 'descending' | 'none' {
  if (order.key !== key) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

function save(rejected: readonly Rejection[]): void {
  const rows = rejected.map(({ file, object, reason }) => [file, object, reason]);
  saveText('import-report.csv', csvOf({ columns: ['file', 'object', 'reason'], rows }));
}
