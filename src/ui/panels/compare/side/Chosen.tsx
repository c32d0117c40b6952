/** @file The runs that are compared, A first: name, state, and the way to swap, to leave one out, or to choose others. */
import { Button, IconButton } from '../../../controls/Button';
import { count } from '../../../format';
import { useActions } from '../../../use-lab';
import { Line } from '../RunKey';
import type { Side } from '../sides';
import styles from './Chosen.module.css';

export function Chosen({ sides }: { sides: readonly Side[] }) {
  const { showComparison } = useActions();
  const ids = sides.map(({ record }) => record.id);
  const [first, second, ...others] = ids;
  return (
    <div className={styles.chosen}>
      <ul className={styles.runs} aria-label="Compared runs">
        {sides.map((side) => (
          <li key={side.record.id} className={styles.run} data-testid="side-run" data-letter={side.look.letter}>
            <Line look={side.look} />
            <b>{side.look.letter}</b>
            <span className={styles.name}>{side.record.name}</span>
            <State side={side} />
            <IconButton
              icon="close"
              className={styles.remove}
              label={`Leave out ${side.record.name}`}
              onClick={() => showComparison({ selected: ids.filter((id) => id !== side.record.id) })}
            />
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        <Button data-testid="side-swap" onClick={() => showComparison({ selected: [second, first, ...others] })}>
          Swap A and B
        </Button>
        <Button onClick={() => showComparison({ view: 'runs' })}>Choose runs</Button>
      </div>
    </div>
  );
}

/** Nothing for a finished run; what it lacks for any other. */
function State({ side: { record } }: { side: Side }) {
  const at = `at step ${count(record.summary.step)} of ${count(record.config.steps)}`;
  switch (record.status) {
    case 'finished':
      return null;
    case 'queued':
      return <span className={styles.state}>waits in the queue</span>;
    case 'running':
      return <span className={styles.state}>training, {at}</span>;
    case 'failed':
      return (
        <span className={styles.failed}>
          ✕ failed {at}: {record.error}
        </span>
      );
    case 'stopped':
    case 'interrupted':
      return (
        <span className={styles.state}>
          {record.status} {at}
        </span>
      );
  }
}
