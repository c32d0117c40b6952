/** @file A number that can be checked by hand: a click opens its arithmetic with the live values. */
import type { ReactNode } from 'react';
import { CardButton } from './CardButton';
import styles from './Explained.module.css';

interface Props {
  /** The number as it is shown. */
  value: ReactNode;
  /** What it is, such as "Confidence loss of image 1, batch-wise". */
  label: string;
  /** The sum or the formula, with the numbers of this moment. Rendered when it is opened. */
  children: ReactNode;
  testId?: string;
}

export function Explained({ value, label, children, testId }: Props) {
  return (
    <CardButton face={value} className={styles.number} label={label} testId={testId} answer>
      {children}
    </CardButton>
  );
}
