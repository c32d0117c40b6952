/** @file The findings of one kind, folded or as rows, with one button to repair them all. */
import { useState } from 'react';
import { Button } from '../../../controls/Button';
import { Icon } from '../../../controls/Icon';
import { count, plural } from '../../../format';
import { isActive } from '../../../store/state';
import { useActions, useLab } from '../../../use-lab';
import { type Group, isRepairable, isRepaired } from './arrange';
import styles from './FindingGroup.module.css';
import { FindingRow } from './FindingRow';
import { appliedRepairs, withRepairs } from './repairs';
import { severityMarks, severityNames, wordsOf } from './words';

const rowsAtOnce = 50;

export function FindingGroup({ group: { code, severity, findings } }: { group: Group }) {
  const { busy, all } = useLab(({ status, dataStatus, data }) => ({
    busy: isActive(status) || dataStatus === 'loading',
    all: data?.findings ?? findings,
  }));
  const { repair } = useActions();
  // Notes ask for nothing; there may be thousands of them.
  const [open, setOpen] = useState(severity !== 'note');
  const [limit, setLimit] = useState(rowsAtOnce);
  const { title, meaning } = wordsOf(code);
  const repairable = findings.filter(isRepairable).length;
  const repaired = findings.filter(isRepaired).length;
  return (
    <section className={styles.group} aria-label={title} data-testid="finding-group" data-code={code}>
      <div className={styles.head}>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'next'} />
          <span className={styles.mark} data-severity={severity} aria-hidden="true">
            {severityMarks[severity]}
          </span>
          <span className="visually-hidden">{severityNames[severity]}: </span>
          <b>{title}</b>
          <span className={styles.count} data-testid="finding-group-count">
            {count(findings.length)}
          </span>
        </button>
        <p className={styles.meaning}>
          {meaning}
          {repaired > 0 && ` ${repaired === findings.length ? 'All' : count(repaired)} repaired.`}
        </p>
        {repairable > 1 && (
          <Button
            look="quiet"
            data-testid="repair-group"
            disabled={busy}
            onClick={() => void repair(withRepairs(appliedRepairs(all), findings))}
          >
            Repair these {count(repairable)}
          </Button>
        )}
      </div>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={`${title}, findings`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Line</th>
                <th scope="col">Object</th>
                <th scope="col">Reason</th>
                <th scope="col">Repair</th>
              </tr>
            </thead>
            <tbody>
              {findings.slice(0, limit).map((finding) => (
                <FindingRow key={finding.id} finding={finding} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {open && findings.length > limit && (
        <Button look="quiet" onClick={() => setLimit(limit + rowsAtOnce)}>
          Show {count(Math.min(rowsAtOnce, findings.length - limit))} more of {plural(findings.length - limit, 'row')}
        </Button>
      )}
    </section>
  );
}
