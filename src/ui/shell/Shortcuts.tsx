/** @file Listens for the keys of the page, and the sheet that lists them. Single keys can be turned off (WCAG 2.1.4). */
import { useContext, useEffect, useState } from 'react';
import { Dialog, showDialog } from '../controls/Dialog';
import { preference, remember } from '../preferences';
import { LabContext, useLab } from '../use-lab';
import styles from './Shortcuts.module.css';
import { isTaken, shortcutsOf } from './shortcuts';

const sheetId = 'shortcuts';

export function showShortcuts(): void {
  showDialog(sheetId);
}

export function Shortcuts() {
  const lab = useContext(LabContext);
  const available = useLab(({ view }) => shortcutsOf(view));
  const [active, setActive] = useState(preference('single-keys') !== 'off');

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || event.altKey || lab === null || isTaken(event.target, key)) return;
      if (!active && key !== 'escape') return;
      const shortcut = shortcutsOf(lab.store.getState().view).find((known) => known.key === key);
      if (key === '?') showShortcuts();
      else if (shortcut === undefined) return;
      else shortcut.run(lab);
      // The browser's own Escape also closes an open popover.
      if (key !== 'escape') event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [lab, active]);

  return (
    <Dialog id={sheetId} title="Keyboard shortcuts">
      <table className={styles.table}>
        <tbody>
          {[...available, { key: '?', label: '?', meaning: 'This sheet' }].map(({ key, label, meaning }) => (
            <tr key={key}>
              <td>
                <kbd className={styles.key}>{label}</kbd>
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={active}
          onChange={(event) => {
            setActive(event.target.checked);
            remember('single-keys', event.target.checked ? 'on' : 'off');
          }}
        />
        Single keys are on. Everything can also be reached with Tab.
      </label>
    </Dialog>
  );
}
