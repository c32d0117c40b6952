/** @file The queue of experiments: where each stands, how it is paused, resumed and cancelled, and the way to its results. */
import { useMemo } from 'react';
import type { Experiment } from '../../../../experiments';
import { Button } from '../../../controls/Button';
import { count, duration, plural } from '../../../format';
import { useActions, useLab } from '../../../use-lab';
import { timeOf } from './cost';
import styles from './Queue.module.css';
import { pairToShow, type Records, type Standing, standingOf } from './standing';

export function Queue() {
  const { experiments, records, storage } = useLab(({ comparison }) => ({
    experiments: comparison.experiments,
    records: comparison.records,
    storage: comparison.storage,
  }));
  const known = useMemo(
    () => new Map(records.filter(({ deleted }) => deleted === null).map((record) => [record.id, record])),
    [records],
  );
  return (
    <section aria-label="Queue" data-testid="compare-experiments">
      <header className={styles.head}>
        <h2>Queue</h2>
        <p className={styles.note} data-testid="compare-queue-note">
          {storage === 'unavailable'
            ? 'This browser refuses storage: runs and queue last as long as this page is open.'
            : 'Goes on after a reload, each run from its last checkpoint.'}
        </p>
      </header>
      {experiments.length === 0 && (
        <p className={styles.empty}>
          {storage === 'opening'
            ? 'Reading what is kept.'
            : 'Nothing is queued. What you queue above is trained here, seed by seed.'}
        </p>
      )}
      <ol>
        {experiments.map((experiment) => (
          <Row key={experiment.id} experiment={experiment} records={known} />
        ))}
      </ol>
    </section>
  );
}

function Row({ experiment, records }: { experiment: Experiment; records: Records }) {
  const { id, name, status } = experiment;
  const actions = useActions();
  const standing = standingOf(experiment, records);
  const pair = pairToShow(experiment, records);
  const { label, mark, done, total, failed, running } = standing;
  const open = status === 'queued' || status === 'paused';
  return (
    <li
      className={styles.row}
      data-testid="compare-experiment"
      data-status={status}
      data-done={done}
      data-total={total}
    >
      <div className={styles.title}>
        <h3>{name}</h3>
        <p className={styles.status}>
          <span aria-hidden="true">{mark}</span> {label}
        </p>
      </div>
      <progress
        aria-label={`Runs of ${name}`}
        max={total}
        value={done + running.reduce((sum, { summary, config }) => sum + summary.step / config.steps, 0)}
      />
      <p className={styles.note}>
        <span data-testid="compare-experiment-progress">
          {count(done)} of {plural(total, 'run')}
        </span>
        {failed > 0 && <span className={styles.failed}>, {count(failed)} failed</span>}
        {open && <Outlook {...standing} />}
      </p>
      <div className={styles.buttons}>
        {status === 'queued' && (
          <Button icon="pause" data-testid="experiment-pause" onClick={() => void actions.pauseExperiment(id)}>
            Pause
          </Button>
        )}
        {status === 'paused' && (
          <Button icon="play" data-testid="experiment-resume" onClick={() => void actions.resumeExperiment(id)}>
            Resume
          </Button>
        )}
        {open && (
          <Button look="quiet" data-testid="experiment-cancel" onClick={() => void actions.cancelExperiment(id)}>
            Cancel
          </Button>
        )}
        <Button
          look={open ? 'quiet' : 'plain'}
          disabled={done === 0}
          data-testid="experiment-verdict"
          onClick={() => actions.showComparison({ view: 'verdict', experiment: id })}
        >
          Verdict
        </Button>
        <Button
          look="quiet"
          disabled={pair.length < 2}
          data-testid="experiment-side"
          onClick={() => actions.showComparison({ view: 'side', experiment: id, selected: pair })}
        >
          Side by side
        </Button>
      </div>
    </li>
  );
}

/** What is trained now, and how long all takes still. */
function Outlook({ running, left }: Standing) {
  const measured = useLab(({ run, engine, comparison }) => ({
    run,
    records: comparison.records,
    backend: engine?.backend ?? null,
  }));
  const time = timeOf(left, measured);
  const rest = time === null ? '' : `, about ${duration(time.ms)} left`;
  if (running.length === 0) return rest;
  const [{ config, summary }] = running;
  return (
    <>
      . Now seed {config.seed}, {plural(running.length, 'run')}
      {running.length > 1 && ' in lock-step'} at step {count(summary.step)} of {count(config.steps)}
      {rest}
    </>
  );
}
