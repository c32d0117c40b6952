/** @file A view that has nothing to show yet: what it will show, and how to come by it. */
import type { ReactNode } from 'react';
import styles from './Empty.module.css';

export function Empty({ title, testId, children }: { title: string; testId?: string; children?: ReactNode }) {
  return (
    <section className={styles.empty} data-testid={testId}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
