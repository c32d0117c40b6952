/** @file Long work: what is done, how much is left, and the way to stop it. */
import type { Progress as Task } from '../../worker';
import { Button } from '../controls/Button';
import { bytes, count, duration } from '../format';
import styles from './Progress.module.css';

interface Props {
  progress: Task | null;
  /** Said while the worker has not reported yet. */
  fallback: string;
  onCancel(): void;
  testId: string;
}

export function Progress({ progress, fallback, onCancel, testId }: Props) {
  const { task, done, total, etaMs, cancellable, unit } = progress ?? { ...unknown, task: fallback };
  const shown = unit === 'bytes' ? bytes : count;
  return (
    <section className={styles.progress} data-testid={testId}>
      <div className={styles.line}>
        <p>
          {task} <span className={styles.quiet}>{amount(done, total, shown)}</span>
        </p>
        <p className={styles.quiet}>{etaMs !== null && `about ${duration(etaMs)} left`}</p>
        {cancellable && <Button onClick={onCancel}>Cancel</Button>}
      </div>
      <progress aria-label={task} {...(total === null ? {} : { max: total, value: done })} />
    </section>
  );
}

const unknown: Omit<Task, 'task'> = { done: 0, total: null, etaMs: null, cancellable: false };

function amount(done: number, total: number | null, shown: (value: number) => string): string {
  if (total !== null) return `${shown(done)} of ${shown(total)}`;
  return done > 0 ? shown(done) : '';
}
