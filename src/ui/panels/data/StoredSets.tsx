/** @file The data sets that the browser keeps: opened by one press, and deleted. */
import { useState } from 'react';
import type { StoredSet } from '../../../worker';
import { Button } from '../../controls/Button';
import { bytes, plural } from '../../format';
import { isActive } from '../../store/state';
import { useActions, useLab } from '../../use-lab';
import styles from './StoredSets.module.css';

export function StoredSets() {
  const sets = useLab(({ stored }) => stored?.sets ?? none);
  if (sets.length === 0) return null;
  return (
    <section className={styles.stored} aria-label="Kept in this browser">
      <h3>Kept in this browser</h3>
      <ul>
        {sets.map((set) => (
          <Stored key={set.id} set={set} />
        ))}
      </ul>
    </section>
  );
}

const none: readonly StoredSet[] = [];

function Stored({ set: { id, name, images, bytes: size, created, damage } }: { set: StoredSet }) {
  const { busy, open } = useLab(({ status, dataStatus, data }) => ({
    busy: isActive(status) || dataStatus === 'loading',
    open: data?.identity?.id === id,
  }));
  const { openStored, removeStored } = useActions();
  const [asked, setAsked] = useState(false);
  return (
    <li className={styles.set} data-testid="stored-set" data-id={id} data-damaged={damage !== null}>
      <p className={styles.name}>{name}</p>
      <p className={styles.facts}>
        {[
          ...(images === null ? [] : [plural(images, 'image')]),
          bytes(size),
          ...(created === null ? [] : [new Date(created).toLocaleDateString('en-GB', day).replaceAll(' ', '\u00a0')]),
          ...(open ? ['open'] : []),
        ].join(' \u00b7 ')}
      </p>
      {damage !== null && <p className={styles.damage}>Damaged: {damage}. Delete it, and bring its files again.</p>}
      <div className={styles.tools}>
        {asked ? (
          <>
            <Button look="quiet" data-testid="confirm-remove" onClick={() => void removeStored(id)}>
              Delete {bytes(size)}
            </Button>
            <Button look="quiet" onClick={() => setAsked(false)}>
              Keep it
            </Button>
          </>
        ) : (
          <>
            <Button
              data-testid="open-stored"
              aria-label={`Open ${name}`}
              disabled={busy || open || damage !== null}
              onClick={() => void openStored(id)}
            >
              Open
            </Button>
            <Button
              look="quiet"
              data-testid="remove-stored"
              aria-label={`Delete ${name}`}
              disabled={busy}
              onClick={() => setAsked(true)}
            >
              Delete
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
