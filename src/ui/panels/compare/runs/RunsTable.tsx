/** @file The table of runs with sortable columns. On a narrow screen it scrolls sideways under its first column. */
import { memo, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useActions, useLabReader } from '../../../use-lab';
import { lookOf } from '../look';
import type { Arrangement } from './arrange';
import { arrange, useArrangement } from './arrangement-store';
import { type ColumnKey, columnEntries, type ListedRun } from './columns';
import { RunEditor } from './RunEditor';
import { RunRow } from './RunRow';
import styles from './RunsTable.module.css';

/** Fill any screen; the others follow as soon as these are painted. */
const rowsAtFirst = 40;

interface Props {
  runs: readonly ListedRun[];
  selected: readonly string[];
}

export const RunsTable = memo(function RunsTable({ runs, selected }: Props) {
  const rows = useDeferredValue(runs, runs.slice(0, rowsAtFirst));
  const [edited, setEdited] = useState<string | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const close = (id: string) => {
    setEdited(null);
    // The row is back after this render; what opened the editor takes the focus again.
    setTimeout(() => table.current?.querySelector<HTMLElement>(`[data-edits="${CSS.escape(id)}"]`)?.focus());
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Table of runs">
      <table ref={table} className={styles.table}>
        <thead>
          <tr>
            <SelectAll runs={runs} selected={selected} />
            {columnEntries.map(([key]) => (
              <Header key={key} column={key} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ record, experiment }) => {
            const place = selected.indexOf(record.id);
            return edited === record.id ? (
              <RunEditor key={record.id} record={record} columns={columnEntries.length} onClose={close} />
            ) : (
              <RunRow
                key={record.id}
                record={record}
                experiment={experiment}
                letter={place < 0 ? null : lookOf(place).letter}
                onEdit={setEdited}
              />
            );
          })}
        </tbody>
      </table>
    </section>
  );
});

function Header({ column }: { column: ColumnKey }) {
  const arrangement = useArrangement();
  const sort = sortOf(arrangement, column);
  const { label, title, numeric } = columnEntries.find(([key]) => key === column)![1];
  return (
    <th scope="col" aria-sort={sort} data-numeric={numeric} title={title} data-testid={`runs-column-${column}`}>
      <button
        type="button"
        className={styles.sort}
        onClick={() => arrange({ key: column, descending: sort === 'none' ? numeric === true : sort === 'ascending' })}
      >
        {label}
        <span aria-hidden="true">{sort === 'none' ? '' : sort === 'ascending' ? ' \u2191' : ' \u2193'}</span>
      </button>
    </th>
  );
}

function sortOf({ key, descending }: Arrangement, column: ColumnKey): 'ascending' | 'descending' | 'none' {
  if (key !== column) return 'none';
  return descending ? 'descending' : 'ascending';
}

function SelectAll({ runs, selected }: Props) {
  const { showComparison } = useActions();
  const read = useLabReader();
  const box = useRef<HTMLInputElement>(null);
  const chosen = runs.filter(({ record }) => selected.includes(record.id)).length;
  const all = runs.length > 0 && chosen === runs.length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = chosen > 0 && !all;
  });
  const toggle = () => {
    const listed = runs.map(({ record }) => record.id);
    const others = read().comparison.selected.filter((id) => !listed.includes(id));
    showComparison({ selected: all ? others : [...new Set([...read().comparison.selected, ...listed])] });
  };
  return (
    <th scope="col" className={styles.select}>
      <input
        ref={box}
        type="checkbox"
        aria-label={`Select all ${runs.length} listed runs`}
        data-testid="runs-select-all"
        checked={all}
        onChange={toggle}
      />
    </th>
  );
}
