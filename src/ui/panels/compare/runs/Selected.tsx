/** @file What can be done with the selected runs together. The order of selection is that of the comparison: A, B, ... */
import { useState } from 'react';
import { saveFile } from '../../../charts/table';
import { Button } from '../../../controls/Button';
import { plural } from '../../../format';
import { useActions } from '../../../use-lab';
import type { ListedRun } from './columns';
import styles from './Selected.module.css';

interface Props {
  selected: readonly string[];
  runs: readonly ListedRun[];
  onDelete(ids: readonly string[]): void;
}

export function Selected({ selected, runs, onDelete }: Props) {
  const { showComparison, exportRuns } = useActions();
  const [saving, setSaving] = useState(false);
  const chosen = selected.filter((id) => runs.some(({ record }) => record.id === id));
  const names = runs.filter(({ record }) => chosen.includes(record.id)).map(({ record }) => record.name);
  const none = chosen.length === 0;
  const save = async () => {
    setSaving(true);
    const bundle = await exportRuns(chosen);
    setSaving(false);
    if (bundle !== null) saveFile(bundleName(names), bundle);
  };
  return (
    <section className={styles.selected} aria-label="Selected runs">
      <p className={styles.words} role="status" data-testid="runs-selected" data-value={chosen.length}>
        {none ? 'Select runs to compare, save or delete them.' : `${plural(chosen.length, 'run')} selected.`}
      </p>
      <Button
        look="quiet"
        className={styles.deselect}
        disabled={none}
        data-testid="runs-deselect"
        onClick={() => showComparison({ selected: [] })}
      >
        Deselect
      </Button>
      <Button
        disabled={chosen.length < 2}
        data-testid="runs-side"
        onClick={() => showComparison({ view: 'side', selected: chosen })}
      >
        Side by side
      </Button>
      <Button icon="download" disabled={none || saving} data-testid="runs-export" onClick={() => void save()}>
        {saving ? 'Exporting' : 'Export'}
      </Button>
      <Button icon="close" disabled={none} data-testid="runs-delete" onClick={() => onDelete(chosen)}>
        Delete
      </Button>
    </section>
  );
}

/** Fit for every file system. */
function bundleName(names: readonly string[]): string {
  const [first] = names;
  const stem = names.length === 1 ? first.replaceAll(/[^\w.-]+/g, '-') : `${names.length}-runs`;
  return `${stem}.ssdlab.zip`;
}
