/** @file The bar that is always there: the one Train button, where the run stands, and what computes it. */

import type { RunStatus } from '../../worker';
import { smoothed } from '../charts/curve';
import { Sparkline } from '../charts/Sparkline';
import { spread } from '../charts/table';
import { Button, IconButton } from '../controls/Button';
import type { IconName } from '../controls/Icon';
import { count, duration, loss, perSecond, plural } from '../format';
import { LessonButton } from '../lesson/LessonButton';
import { ShareButtons } from '../share/Share';
import { canTrain } from '../store/run-actions';
import { isActive, isMoving } from '../store/state';
import { useActions, useLab } from '../use-lab';
import { BackendBadge } from './BackendBadge';
import { PageTools } from './PageTools';
import styles from './RunBar.module.css';
import { standingOf } from './status';

export function RunBar() {
  const hidden = useLab(({ view }) => view.hidden);
  return (
    <header className={styles.bar}>
      <p className={styles.brand}>
        <img src="/icon.svg" width="24" height="24" alt="" />
        SSD Lab
      </p>
      {!hidden.includes('run-controls') && <Controls />}
      <Standing />
      <LossTrace />
      <div className={styles.tools}>
        <LessonButton />
        <ShareButtons />
      </div>
      <div className={styles.pageTools}>
        <PageTools />
      </div>
      {!hidden.includes('engine') && <BackendBadge />}
      <ProgressLine />
    </header>
  );
}

const mainButton: Record<RunStatus, { label: string; icon: IconName; testId: string }> = {
  idle: { label: 'Train', icon: 'play', testId: 'train-button' },
  preparing: { label: 'Preparing', icon: 'play', testId: 'train-button' },
  running: { label: 'Pause', icon: 'pause', testId: 'pause-button' },
  evaluating: { label: 'Pause', icon: 'pause', testId: 'pause-button' },
  paused: { label: 'Resume', icon: 'play', testId: 'train-button' },
  finished: { label: 'Train again', icon: 'play', testId: 'train-button' },
  failed: { label: 'Train again', icon: 'play', testId: 'train-button' },
};

function Controls() {
  const { status, ready, hasRun } = useLab((state) => ({
    status: state.status,
    ready: canTrain(state),
    hasRun: state.run !== null,
  }));
  const { toggleTraining, step, epoch, stop, reset } = useActions();
  const { label, icon, testId } = mainButton[status];
  const still = ready && !isMoving(status);
  return (
    <section className={styles.controls} aria-label="Run">
      <Button
        look="primary"
        icon={icon}
        className={styles.main}
        data-testid={testId}
        aria-keyshortcuts="Space"
        disabled={!ready && !isMoving(status)}
        onClick={() => void toggleTraining()}
      >
        {label}
      </Button>
      <IconButton
        icon="step"
        label="One step"
        keys="S"
        data-testid="step-button"
        disabled={!still}
        onClick={() => void step()}
      />
      <IconButton
        icon="epoch"
        label="One epoch"
        keys="E"
        data-testid="epoch-button"
        disabled={!still}
        onClick={() => void epoch()}
      />
      <IconButton
        icon="stop"
        label="Stop"
        keys="X"
        data-testid="stop-button"
        disabled={!isActive(status)}
        onClick={() => void stop()}
      />
      <IconButton
        icon="reset"
        label="Reset"
        keys="R"
        data-testid="reset-button"
        disabled={!hasRun && status !== 'failed'}
        onClick={() => void reset()}
      />
    </section>
  );
}

/** Status, step, speed and time left; the task under way where there is one. */
function Standing() {
  const { status, step, begun, steps, batch, rate, progress, standing } = useLab((state) => ({
    status: state.status,
    step: state.run?.steps.at(-1)?.step ?? 0,
    begun: state.run !== null,
    steps: (state.run?.config ?? state.config).steps,
    batch: (state.run?.config ?? state.config).batch,
    rate: state.run?.rate ?? null,
    progress: state.progress,
    standing: standingOf(state),
  }));
  const { cancel } = useActions();
  const moving = isMoving(status) && rate !== null;
  const speed = moving ? `${perSecond(1000 / rate.msPerStep)} steps/s` : '';
  const left = moving && rate.etaMs !== null ? `${duration(rate.etaMs)} left` : '';
  const plan = `${plural(steps, 'step')} of ${plural(batch, 'image')}`;
  return (
    <div className={styles.standing}>
      <p>
        <span className={styles.status} data-testid="status" data-status={status}>
          {standing}
        </span>{' '}
        <span data-testid="step-counter" data-step={step} hidden={!begun}>
          step {count(step)} <span className={styles.quiet}>/ {count(steps)}</span>
        </span>
      </p>
      {progress === null ? (
        <p className={styles.quiet}>{[speed, left].filter((part) => part !== '').join(' \u00b7 ') || plan}</p>
      ) : (
        <p className={styles.quiet} data-testid="progress">
          {progress.task} {count(progress.done)}
          {progress.total !== null && ` / ${count(progress.total)}`}
          {progress.etaMs !== null && ` \u00b7 ${duration(progress.etaMs)} left`}
          {progress.cancellable && (
            <button type="button" className={styles.cancel} data-testid="cancel-button" onClick={() => void cancel()}>
              Cancel
            </button>
          )}
        </p>
      )}
    </div>
  );
}

const tracePoints = 60;
const traceWindow = 1200;

function LossTrace() {
  const steps = useLab((state) => state.run?.steps ?? null);
  if (steps === null || steps.length < 2) return null;
  const recent = steps.slice(-traceWindow).map((step) => step.confidence);
  const curve = smoothed(recent, 0.9);
  return (
    <div className={styles.trace} title="Confidence loss per positive anchor, smoothed">
      <Sparkline values={spread([...curve], tracePoints)} width={96} height={32} />
      <p>
        <span className={styles.quiet}>loss</span>
        <span>{loss(curve[curve.length - 1])}</span>
      </p>
    </div>
  );
}

/** A line under the bar: how much of the run, or of the task under way, is done. */
function ProgressLine() {
  const share = useLab(({ progress, run }) => {
    if (progress !== null) return progress.total === null ? null : progress.done / Math.max(1, progress.total);
    return run === null ? 0 : (run.steps.at(-1)?.step ?? 0) / run.config.steps;
  });
  if (share === 0) return null;
  return <div className={styles.progress} data-unknown={share === null} style={{ width: `${(share ?? 1) * 100}%` }} />;
}
