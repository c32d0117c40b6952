/** @file Everything that the import found, kind by kind, and the repairs: one, of one kind, or all, and back again. */
import { useMemo, useState } from 'react';
import type { Finding } from '../../../../worker';
import { csvOf, saveFile, saveText } from '../../../charts/table';
import { Button, IconButton } from '../../../controls/Button';
import { Segmented } from '../../../controls/Segmented';
import { count, plural } from '../../../format';
import { isActive } from '../../../store/state';
import { useActions, useLab } from '../../../use-lab';
import { arranged, type Counts, countFindings, type SeverityFilter } from './arrange';
import { FindingGroup } from './FindingGroup';
import styles from './ImportReport.module.css';
import { appliedRepairs, patchList, reportTable, withRepairs } from './repairs';

export function ImportReport({ findings }: { findings: readonly Finding[] }) {
  const [severity, setSeverity] = useState<SeverityFilter>('all');
  const [text, setText] = useState('');
  const counts = useMemo(() => countFindings(findings), [findings]);
  const groups = useMemo(() => arranged(findings, severity, text), [findings, severity, text]);
  return (
    <section aria-label="Import report" data-testid="import-report">
      <div className={styles.head}>
        <h2>Import report</h2>
        <p className={styles.count} data-testid="import-report-count" data-count={counts.refused}>
          {summarize(counts)}
        </p>
      </div>
      {findings.length === 0 ? (
        <p className={styles.empty} data-testid="import-report-empty">
          Every file was read and every object is used.
        </p>
      ) : (
        <>
          <div className={styles.tools}>
            <Segmented<SeverityFilter>
              label="Severity"
              value={severity}
              options={[
                { value: 'all', label: `All ${count(counts.all)}` },
                { value: 'error', label: `Errors ${count(counts.error)}`, title: 'Something is left out' },
                { value: 'warning', label: `Warnings ${count(counts.warning)}`, title: 'May spoil the training' },
                { value: 'note', label: `Notes ${count(counts.note)}`, title: 'Worth knowing' },
              ]}
              onChange={setSeverity}
              testId="report-severity"
            />
            <input
              type="search"
              className={styles.filter}
              placeholder="Filter by file or reason"
              aria-label="Filter the findings"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <RepairTools findings={findings} repairable={counts.repairable} />
          </div>
          {groups.map((group) => (
            <FindingGroup key={group.code} group={group} />
          ))}
          {groups.length === 0 && <p className={styles.empty}>No finding fits the filter.</p>}
        </>
      )}
    </section>
  );
}

function RepairTools({ findings, repairable }: { findings: readonly Finding[]; repairable: number }) {
  const { busy, past } = useLab(({ status, dataStatus, repairs }) => ({
    busy: isActive(status) || dataStatus === 'loading',
    past: repairs.length,
  }));
  const { repair, undoRepair } = useActions();
  const applied = useMemo(() => appliedRepairs(findings), [findings]);
  const patched = Object.keys(applied).length;
  return (
    <div className={styles.repairs}>
      <Button
        data-testid="repair-all"
        disabled={busy || repairable === 0}
        onClick={() => void repair(withRepairs(applied, findings))}
      >
        Repair all{repairable > 0 && ` ${count(repairable)}`}
      </Button>
      <Button look="quiet" data-testid="undo-repair" disabled={busy || past === 0} onClick={() => void undoRepair()}>
        Undo
      </Button>
      <Button
        look="quiet"
        icon="download"
        data-testid="export-patches"
        title="What the repairs change, for those who keep the files: these stay as they are"
        disabled={patched === 0}
        onClick={() => saveFile('voc-patches.json', asJson(patchList(findings)))}
      >
        Patch list
      </Button>
      <IconButton
        icon="table"
        data-testid="export-report"
        label="Save the import report as CSV"
        onClick={() => saveText('import-report.csv', csvOf(reportTable(findings)))}
      />
    </div>
  );
}

function summarize({ all, refused, repairable }: Counts): string {
  if (all === 0) return 'nothing found';
  const left = refused === 0 ? 'nothing refused' : `${count(refused)} refused`;
  return `${plural(all, 'finding')}, ${left}${repairable === 0 ? '' : `, ${count(repairable)} can be repaired`}`;
}

function asJson(value: unknown): Blob {
  return new Blob([`${JSON.stringify(value, null, 1)}\n`], { type: 'application/json' });
}
