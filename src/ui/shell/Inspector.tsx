/** @file The inspector: what is selected, else the settings of the stage. A sheet where the screen is narrow. */
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../controls/Button';
import { selectedView } from '../store/state';
import { useActions, useLab } from '../use-lab';
import styles from './Inspector.module.css';

export function Inspector({ title, children }: { title: string; children: ReactNode }) {
  const { open, selected } = useLab((state) => ({ open: state.sheetOpen, selected: selectedView(state)?.id ?? null }));
  const { openSheet } = useActions();
  const sheet = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    const narrow = matchMedia('(max-width: 1199px)').matches;
    if (!narrow) return;
    if (open) {
      opener.current = document.activeElement;
      sheet.current?.focus();
    } else if (opener.current instanceof HTMLElement) opener.current.focus();
  }, [open]);

  return (
    <aside
      ref={sheet}
      className={styles.inspector}
      data-open={open}
      data-testid="inspector"
      aria-label={selected ?? title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, also where no control is in it
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key === 'Escape') openSheet(false);
      }}
    >
      <header className={styles.head} data-selected={selected !== null}>
        <h2>{selected ?? title}</h2>
        <IconButton
          icon="close"
          label={selected === null ? 'Close' : `Close ${selected}`}
          onClick={() => openSheet(false)}
        />
      </header>
      {children}
    </aside>
  );
}
