/** @file All terms in a dialog; each opens its formula and the numbers of this moment. */
import { useState } from 'react';
import { Dialog, showDialog } from '../controls/Dialog';
import { Formula } from './Formula';
import styles from './Glossary.module.css';
import { type Entry, glossary, type TermName } from './glossary';
import { Reading } from './Reading';

const dialogId = 'glossary';
const terms = (Object.entries(glossary) as [TermName, Entry][]).toSorted(([, a], [, b]) =>
  a.title.localeCompare(b.title),
);

export function showGlossary(): void {
  showDialog(dialogId);
}

export function Glossary() {
  return (
    <Dialog id={dialogId} title="Terms">
      {terms.map(([name, entry]) => (
        <Item key={name} name={name} {...entry} />
      ))}
    </Dialog>
  );
}

function Item({ name, title, definition, formula }: Entry & { name: TermName }) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className={styles.item}
      data-testid={`glossary-${name}`}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{title}</summary>
      {open && (
        <div className={styles.entry}>
          <p>{definition}</p>
          {formula !== undefined && <Formula>{formula}</Formula>}
          <Reading name={name} />
        </div>
      )}
    </details>
  );
}
