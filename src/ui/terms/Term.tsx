/** @file A word of the field: a click opens its definition, its formula and the numbers of this moment. */
import type { ReactNode } from 'react';
import { CardButton } from '../lesson/CardButton';
import { Formula } from './Formula';
import { glossary, type TermName } from './glossary';
import { Reading } from './Reading';
import styles from './Term.module.css';

interface Props {
  name: TermName;
  /** The word as the sentence has it; the name by default. */
  children?: ReactNode;
}

export function Term({ name, children = name }: Props) {
  const { title, definition, formula } = glossary[name];
  return (
    <CardButton face={children} className={styles.term} label={title} testId={`term-${name}`}>
      <p>{definition}</p>
      {formula !== undefined && <Formula>{formula}</Formula>}
      <Reading name={name} />
    </CardButton>
  );
}
