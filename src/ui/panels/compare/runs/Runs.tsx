/** @file Every run that is kept, as a table: found, named, tagged, compared, deleted, saved and brought back. */
import { useMemo, useRef } from 'react';
import { Button } from '../../../controls/Button';
import { plural } from '../../../format';
import { useActions, useLab } from '../../../use-lab';
import { arranged, newestFirst } from './arrange';
import { arrange, useArrangement } from './arrangement-store';
import { listedRuns } from './columns';
import { Filter } from './Filter';
import { ImportRuns } from './ImportRuns';
import { NoRuns } from './NoRuns';
import styles from './Runs.module.css';
import { RunsTable } from './RunsTable';
import { Selected } from './Selected';

export function Runs() {
  const { records, experiments, storage, selected, undoable } = useLab(({ comparison }) => ({
    records: comparison.records,
    experiments: comparison.experiments,
    storage: comparison.storage,
    selected: comparison.selected,
    undoable: comparison.undoable,
  }));
  const { deleteRuns, undoDelete } = useActions();
  const arrangement = useArrangement();
  const undo = useRef<HTMLButtonElement>(null);
  const runs = useMemo(() => listedRuns(records, experiments), [records, experiments]);
  const shown = useMemo(() => arranged(runs, arrangement), [runs, arrangement]);
  return (
    <section className={styles.runs} aria-label="Kept runs">
      {storage === 'unavailable' && (
        <p className={styles.storage} data-testid="runs-storage">
          This browser refuses storage, as in some private windows: runs last as long as this page is open, and none can
          be imported or exported.
        </p>
      )}
      <div className={styles.undo} role="status">
        {undoable.length > 0 && (
          <p data-testid="runs-undo-bar">
            {plural(undoable.length, 'run')} deleted.
            <Button ref={undo} icon="reset" data-testid="runs-undo" onClick={() => void undoDelete()}>
              Undo
            </Button>
          </p>
        )}
      </div>
      {runs.length === 0 ? (
        <NoRuns opening={storage === 'opening'} />
      ) : (
        <>
          <div className={styles.tools}>
            <Filter runs={runs} shown={shown} />
            <ImportRuns />
          </div>
          <Selected
            selected={selected}
            runs={runs}
            onDelete={(ids) => void deleteRuns(ids).then(() => undo.current?.focus())}
          />
          <RunsTable runs={shown} selected={selected} />
          {shown.length === 0 && (
            <p className={styles.note}>
              No run passes the filter.
              <Button look="quiet" onClick={() => arrange({ text: newestFirst.text, status: newestFirst.status })}>
                Show all
              </Button>
            </p>
          )}
        </>
      )}
    </section>
  );
}
