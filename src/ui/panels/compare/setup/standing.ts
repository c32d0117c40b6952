/** @file Where an experiment stands: what is done, what is trained now, and what its runs can show. */
import {
  type ComparePlan,
  type Experiment,
  type ExperimentRun,
  type RunRecord,
  trainingsOf,
} from '../../../../experiments';
import type { Work } from './cost';

export interface Standing {
  label: 'Training' | 'Waiting' | 'Paused' | 'Finished' | 'Cancelled';
  /** Differs in shape from that of the others. */
  mark: string;
  /** Runs that ended, well or not. */
  done: number;
  total: number;
  failed: number;
  /** Being trained now, in lock-step. */
  running: readonly RunRecord[];
  /** The trainings that did not end. */
  left: readonly Work[];
}

export type Records = ReadonlyMap<string, RunRecord>;

const marks = { Training: '◐', Waiting: '○', Paused: '‖', Finished: '●', Cancelled: '■' } as const;

export function standingOf({ status, plan, runs }: Experiment, records: Records): Standing {
  const kept = runs.flatMap(({ run }) => records.get(run) ?? []);
  const running = kept.filter((record) => record.status === 'running');
  const failed = kept.filter((record) => record.status === 'failed').length;
  const label = running.length > 0 ? 'Training' : labels[status];
  const ended = kept.filter(hasEnded).length;
  const left = workLeft(plan, runs, records);
  return { label, mark: marks[label], done: ended, total: runs.length, failed, running, left };
}

const labels = { queued: 'Waiting', paused: 'Paused', finished: 'Finished', cancelled: 'Cancelled' } as const;

/** Tuning runs have a training each; arms that differ in the decoder alone share theirs. */
function workLeft(plan: ComparePlan, runs: readonly ExperimentRun[], records: Records): Work[] {
  const tuning = runs.filter(({ multiplier }) => multiplier !== null).map((run) => [run]);
  const compared = trainingsOf(plan).map(({ seed, arms }) =>
    runs.filter((run) => run.multiplier === null && run.seed === seed && arms.some(({ name }) => name === run.arm)),
  );
  return [...tuning, ...compared].flatMap((shared) => {
    const open = shared.flatMap(({ run }) => records.get(run) ?? []).filter((record) => !hasEnded(record));
    if (open.length === 0) return [];
    const [{ config, status, summary }] = open;
    return [{ config, steps: config.steps - (status === 'running' ? summary.step : 0) }];
  });
}

/** One that was stopped or interrupted is trained anew when its experiment goes on. */
function hasEnded({ status }: RunRecord): boolean {
  return status === 'finished' || status === 'failed';
}

/** The runs of one seed, A first, to look at side by side: of the first seed that all arms finished, else the furthest. */
export function pairToShow({ plan, runs }: Experiment, records: Records): string[] {
  const pairs = plan.seeds.map((seed) =>
    runs.filter((run) => run.multiplier === null && run.seed === seed).flatMap(({ run }) => records.get(run) ?? []),
  );
  const began = pairs.map((pair) => pair.filter(({ summary }) => summary.step > 0));
  const steps = (pair: readonly RunRecord[]) => pair.reduce((sum, { summary }) => sum + summary.step, 0);
  const whole = began.find(
    (pair) => pair.length === plan.arms.length && pair.every(({ status }) => status === 'finished'),
  );
  const furthest = began.reduce((best, pair) => (steps(pair) > steps(best) ? pair : best), []);
  return (whole ?? furthest).map(({ id }) => id);
}
