/** @file The selected runs side by side: their curves, whether they saw the same batches, and what A and B detected. */
import { encodeLink } from '../../../../experiments';
import { Caption } from '../../../charts/caption';
import { LinkedCursor } from '../../../charts/cursor';
import { Button } from '../../../controls/Button';
import { count, plural } from '../../../format';
import { useLab } from '../../../use-lab';
import { type Side, useReadRuns, useSides } from '../sides';
import { BatchNote } from './BatchNote';
import { Chosen } from './Chosen';
import { shownStep, snapshotSteps } from './frames';
import { LossOverlay } from './LossOverlay';
import { NothingChosen } from './NothingChosen';
import { ScoreOverlay } from './ScoreOverlay';
import styles from './SideBySide.module.css';
import { TimeLapse } from './TimeLapse';

export function SideBySide() {
  const sides = useSides();
  const { unread, again } = useReadRuns(sides.map(({ record }) => record.id));
  if (sides.length < 2) return <NothingChosen chosen={sides.length} />;
  const reading = sides.filter(({ kept, record }) => kept === null && !unread.includes(record.id));
  return (
    <Caption value={() => captionOf(sides)}>
      <div className={styles.sides}>
        <Chosen sides={sides} />
        {reading.length > 0 && (
          <p className={styles.note} role="status" data-testid="side-reading">
            Reading {plural(reading.length, 'run')}.
          </p>
        )}
        {unread.length > 0 && (
          <p className={styles.problem} role="alert" data-testid="side-unread">
            {plural(unread.length, 'run')} could not be read. <Button onClick={again}>Try again</Button>
          </p>
        )}
        <Curves sides={sides} />
        <BatchNote sides={sides} />
        <TimeLapse pair={sides.slice(0, 2)} />
      </div>
    </Caption>
  );
}

function Curves({ sides }: { sides: readonly Side[] }) {
  const chosen = useLab(({ comparison }) => comparison.step);
  const pair = sides.slice(0, 2).flatMap(({ kept }) => (kept === null ? [] : [kept]));
  const step = chosen === null ? null : shownStep(snapshotSteps(pair), chosen);
  const marks = step === null ? [] : [{ x: step, label: count(step) }];
  return (
    <LinkedCursor>
      <div className={styles.curves}>
        <LossOverlay sides={sides} marks={marks} />
        <ScoreOverlay sides={sides} marks={marks} />
      </div>
    </LinkedCursor>
  );
}

/** Each run by its name and its link. */
function captionOf(sides: readonly Side[]): string {
  return sides
    .map(({ look, record }) => `${look.letter}: ${record.name} (${encodeLink(record.config) || 'preset'})`)
    .join('; ');
}
