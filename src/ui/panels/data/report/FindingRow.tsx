/** @file One finding: where it stands, what it says, its repair, and below it, when asked for, the image that it speaks of. */
import { useId, useState } from 'react';
import type { Finding } from '../../../../worker';
import { Button, IconButton } from '../../../controls/Button';
import { dash } from '../../../format';
import { isActive } from '../../../store/state';
import { useActions, useLab } from '../../../use-lab';
import { FindingPicture } from './FindingPicture';
import styles from './FindingRow.module.css';
import { appliedRepairs, withoutRepair } from './repairs';

const columns = 5;

export function FindingRow({ finding }: { finding: Finding }) {
  const [shown, setShown] = useState(false);
  const { file, line, object, severity, reason, image, repair } = finding;
  return (
    <>
      <tr
        data-testid="import-report-row"
        data-severity={severity}
        data-code={finding.code}
        data-repaired={repair !== null && repair.applied !== null}
      >
        <td className={styles.file}>{file}</td>
        <td className={styles.place} data-name="line">
          {line ?? dash}
        </td>
        <td className={styles.place} data-name="object">
          {object ?? dash}
        </td>
        <td className={styles.reason}>{reason}</td>
        <td>
          <div className={styles.repair}>
            {repair === null ? (
              <span className={styles.none}>{byHand(finding)}</span>
            ) : (
              <RepairChoice finding={finding} />
            )}
            {image !== null && (
              <IconButton
                icon="picture"
                label={`${shown ? 'Hide' : 'Show'} ${image}${object === null ? '' : `, object ${object}`}`}
                data-testid="show-finding"
                aria-expanded={shown}
                onClick={() => setShown(!shown)}
              />
            )}
          </div>
        </td>
      </tr>
      {shown && image !== null && (
        <tr>
          <td colSpan={columns}>
            <FindingPicture finding={finding} image={image} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What there is to do about a finding without a repair. */
function byHand({ code, severity }: Finding): string {
  if (severity === 'note') return dash;
  return code === 'objects-unusable' ? 'with its objects' : 'by hand';
}

function RepairChoice({ finding: { id, code, repair } }: { finding: Finding }) {
  const { busy, findings, classes } = useLab(({ status, dataStatus, data }) => ({
    busy: isActive(status) || dataStatus === 'loading',
    findings: data?.findings ?? none,
    classes: data?.classes ?? none,
  }));
  const { repair: apply } = useActions();
  const select = useId();
  const { choices, applied } = repair!;
  const [choice, setChoice] = useState(applied ?? choices[0].value);
  const others =
    code === 'class-unknown' ? classes.filter((name) => choices.every(({ value }) => value !== `class ${name}`)) : [];
  const label = choices.find(({ value }) => value === applied)?.label ?? `Call it ${applied?.replace('class ', '')}`;
  if (applied !== null) {
    return (
      <>
        <span className={styles.done}>{label}: done</span>
        <Button
          look="quiet"
          data-testid="revert-repair"
          disabled={busy}
          onClick={() => void apply(withoutRepair(appliedRepairs(findings), id))}
        >
          Revert
        </Button>
      </>
    );
  }
  return (
    <>
      {choices.length + others.length === 1 ? (
        <span>{choices[0].label}</span>
      ) : (
        <>
          <label htmlFor={select} className="visually-hidden">
            Repair
          </label>
          <select
            id={select}
            className={styles.choice}
            data-testid="repair-choice"
            value={choice}
            onChange={(event) => setChoice(event.target.value)}
          >
            {choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
            {others.map((name) => (
              <option key={name} value={`class ${name}`}>
                Call it {name}
              </option>
            ))}
          </select>
        </>
      )}
      <Button
        look="quiet"
        data-testid="apply-repair"
        disabled={busy}
        onClick={() => void apply({ ...appliedRepairs(findings), [id]: choice })}
      >
        Apply
      </Button>
    </>
  );
}

const none: never[] = [];
