/** @file How far an experiment is, which of its runs are lost, and the way from its seeds to the runs themselves. */
import type { Experiment } from '../../../../experiments';
import { Button } from '../../../controls/Button';
import { count, plural } from '../../../format';
import { useActions, useLab } from '../../../use-lab';
import { comparedRuns, type Results } from './results';
import styles from './Standing.module.css';

export function Standing({ experiment, results }: { experiment: Experiment; results: Results }) {
  const { finished, total, running, lost } = results;
  const { showComparison } = useActions();
  const over = finished + lost.length === total;
  return (
    <div className={styles.standing} data-testid="verdict-progress" data-finished={finished} data-total={total}>
      <p>
        {count(finished)} of {plural(total, 'run')}
        {!over && <span className={styles.quiet}> {words(experiment, running.length)}</span>}
      </p>
      {!over && (
        <>
          <progress aria-label="Finished runs" max={total} value={finished} />
          <Button look="quiet" onClick={() => showComparison({ view: 'setup' })}>
            To the queue
          </Button>
        </>
      )}
    </div>
  );
}

function words({ status }: Experiment, running: number): string {
  if (status === 'paused') return 'finished; paused';
  if (status === 'cancelled') return 'finished; the others were taken out of the queue';
  if (running > 0) return `finished; ${plural(running, 'run')} in training. The verdict grows with each pair`;
  return 'finished; the others wait in the queue';
}

/** Failed runs are named: a verdict that leaves them out in silence would be no honest one. */
export function Lost({ results: { lost } }: { results: Results }) {
  if (lost.length === 0) return null;
  return (
    <div className={styles.lost} data-testid="verdict-lost">
      <p>
        {plural(lost.length, 'run')} {lost.length === 1 ? 'has' : 'have'} no score; the seed is left out of every pair
        that needs {lost.length === 1 ? 'it' : 'them'}:
      </p>
      <ul>
        {lost.map(({ arm, seed, reason }) => (
          <li key={`${arm} ${seed}`}>
            ✕ {arm}, seed {seed}: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Seeds({ experiment: { plan, runs } }: { experiment: Experiment }) {
  const records = useLab(({ comparison }) => comparison.records);
  const { showComparison } = useActions();
  const begun = (id: string) => records.some((record) => record.id === id && record.status !== 'queued');
  const seeds = plan.seeds.map((seed) => ({
    seed,
    selected: comparedRuns(runs)
      .filter((entry) => entry.seed === seed && begun(entry.run))
      .map(({ run }) => run),
  }));
  return (
    <div className={styles.seeds}>
      <p>The runs of one seed, side by side:</p>
      {seeds.map(({ seed, selected }) => (
        <Button
          key={seed}
          data-testid="verdict-seed"
          data-seed={seed}
          disabled={selected.length < 2}
          onClick={() => showComparison({ selected, view: 'side', step: null })}
        >
          Seed {seed}
        </Button>
      ))}
    </div>
  );
}
