/** @file A modal dialog with its title and the way out. What it shows exists only while it is open. */
import { type ReactNode, useState } from 'react';
import { IconButton } from './Button';
import styles from './Dialog.module.css';

interface Props {
  /** For `showDialog`. */
  id: string;
  title: string;
  children: ReactNode;
}

export function Dialog({ id, title, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <dialog
      id={id}
      className={styles.dialog}
      aria-label={title}
      closedby="any"
      onToggle={(event) => setOpen(event.newState === 'open')}
    >
      <header className={styles.head}>
        <h2>{title}</h2>
        <form method="dialog">
          <IconButton icon="close" label="Close" type="submit" />
        </form>
      </header>
      {open && children}
    </dialog>
  );
}

/** Opens the dialog of this id, if the page has it. */
export function showDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
