/** @file One sentence: whether the runs were trained on the same batches, which is what makes them comparable. */
import { useMemo } from 'react';
import { noCurves, type StepColumns } from '../../../../experiments';
import { count, plural } from '../../../format';
import { type Side, useSame } from '../sides';
import styles from './BatchNote.module.css';
import { type BatchComparison, compareBatches } from './batches';

const nothing = noCurves().steps;

export function BatchNote({ sides }: { sides: readonly Side[] }) {
  const runs = useSame(sides.map(({ kept }) => kept?.curves.steps ?? nothing));
  const found = useMemo(() => againstFirst(runs), [runs]);
  const sentences = found.map((comparison, i) => sentence(comparison, sides[i + 1].look.letter));
  const kinds = found.map(({ kind }) => kind);
  const same = kinds.every((kind) => kind === 'same');
  const all = sides.map(({ look }) => look.letter).join(', ');
  return (
    <p
      className={styles.note}
      data-testid="side-batches"
      data-same={same}
      data-differ-at={found.map((one) => (one.kind === 'differ' ? one.step : '')).join(' ')}
    >
      <b>{same ? '✓ Same batches.' : kinds.includes('differ') ? '≠ Not the same batches.' : 'Batches unknown.'}</b>{' '}
      {same && sides.length > 2
        ? `${all} saw identical batches at every common step.`
        : [...new Set(sentences)].join(' ')}
    </p>
  );
}

function againstFirst([first, ...others]: readonly StepColumns[]): BatchComparison[] {
  return others.map((other) => compareBatches(first, other));
}

function sentence(comparison: BatchComparison, letter: string): string {
  switch (comparison.kind) {
    case 'same':
      return `A and ${letter} saw identical batches at all ${plural(comparison.steps, 'common step')}.`;
    case 'differ':
      return `A and ${letter} saw other batches from step ${count(comparison.step)} on: the difference is not of the settings alone.`;
    case 'unknown':
      return `Of A and ${letter}, no digests of common batches are kept.`;
  }
}
