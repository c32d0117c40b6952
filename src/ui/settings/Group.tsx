/** @file A group of settings under its name. */
import type { ReactNode } from 'react';
import styles from './Group.module.css';

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
