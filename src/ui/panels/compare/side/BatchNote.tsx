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
  const read = sides.every(({ kept }) => kept !== null);
  const found = useMemo(() => againstFirst(runs), [runs]);
  if (!read) return null;
  const lettersOf = (kind: BatchComparison['kind']) =>
    found.flatMap((one, i) => (one.kind === kind ? [sides[i + 1].look.letter] : []));
  const [same, unknown] = [lettersOf('same'), lettersOf('unknown')];
  const differing = found.flatMap((one, i) =>
    one.kind === 'differ' ? [{ ...one, letter: sides[i + 1].look.letter }] : [],
  );
  return (
    <p
      className={styles.note}
      data-testid="side-batches"
      data-same={same.length === found.length}
      data-differ-at={differing.map(({ step }) => step).join(' ')}
    >
      <b>
        {differing.length > 0 ? '≠ Not the same batches.' : unknown.length > 0 ? 'Batches unknown.' : '✓ Same batches.'}
      </b>{' '}
      {same.length > 0 && `${['A', ...same].join(', ')} saw identical batches at ${steps(found)}. `}
      {differing.map(({ letter, step }) => `${letter} saw others from step ${count(step)} on. `)}
      {differing.length > 0 && 'A difference to A is then not of the settings alone. '}
      {unknown.length > 0 && `Of ${unknown.join(', ')}, no digests of batches in common with A are kept.`}
    </p>
  );
}

/** At how many steps the runs with the same batches were compared. */
function steps(found: readonly BatchComparison[]): string {
  const counts = new Set(found.flatMap((one) => (one.kind === 'same' ? [one.steps] : [])));
  return counts.size === 1 ? `all ${plural([...counts][0], 'common step')}` : 'all common steps';
}

function againstFirst([first, ...others]: readonly StepColumns[]): BatchComparison[] {
  return others.map((other) => compareBatches(first, other));
}
