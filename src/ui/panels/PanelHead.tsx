/** @file The head of a panel: its name, one line on what it holds, and on a narrow screen the way to the inspector. */
import type { ReactNode } from 'react';
import { Button } from '../controls/Button';
import { useActions } from '../use-lab';
import styles from './PanelHead.module.css';

interface Props {
  title: string;
  subtitle: ReactNode;
  /** Name of the button that opens the inspector. */
  inspector: string;
  /** Stands beside the name where there is room, else below it. */
  children?: ReactNode;
}

export function PanelHead({ title, subtitle, inspector, children }: Props) {
  const { openSheet } = useActions();
  return (
    <header className={styles.head}>
      <div className={styles.name}>
        <h1>{title}</h1>
        {subtitle !== null && <p className={styles.subtitle}>{subtitle}</p>}
      </div>
      <Button icon="settings" className={styles.opener} data-testid="open-inspector" onClick={() => openSheet(true)}>
        {inspector}
      </Button>
      {children}
    </header>
  );
}
