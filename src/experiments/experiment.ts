/**
 * @file An experiment: a comparison that was asked for, and its runs in the queue.
 */
import type { ComparePlan } from './compare';
import type { RunConfig } from './config';
import { tunedPlan, tuningTrainings } from './tuning';

/** `paused` by the reader; the queue goes on with the next experiment. */
export type ExperimentStatus = 'queued' | 'paused' | 'finished' | 'cancelled';

export interface Experiment {
  id: string;
  name: string;
  /** ISO 8601. */
  created: string;
  plan: ComparePlan;
  status: ExperimentStatus;
  /** In the order of training; runs of one seed train in lock-step. */
  runs: ExperimentRun[];
}

export interface ExperimentRun {
  arm: string;
  seed: number;
  /** Of a tuning run what the arm's learning rate is multiplied by; null for a run that is compared. */
  multiplier: number | null;
  /** Id of the record. */
  run: string;
}

/** The runs that an experiment takes, tuning first. @param newId makes the id of each */
export function experimentRuns(plan: ComparePlan, newId: () => string): ExperimentRun[] {
  const tuning = tuningTrainings(plan).map(({ arms: [{ name }], seed, multiplier }) => ({
    arm: name,
    seed,
    multiplier,
  }));
  const compared = plan.seeds.flatMap((seed) => plan.arms.map(({ name }) => ({ arm: name, seed, multiplier: null })));
  return [...tuning, ...compared].map((run) => ({ ...run, run: newId() }));
}

/** What a run of an experiment trains: once tuning has ended, at the rate that it chose. @param scoreOf mAP07 of a run */
export function configOf(
  { plan, runs }: Pick<Experiment, 'plan' | 'runs'>,
  { arm, seed, multiplier }: ExperimentRun,
  scoreOf: (run: string) => number | null,
): RunConfig {
  const tuning = tuningTrainings(plan);
  if (multiplier !== null) {
    const found = tuning.find(
      (training) => training.arms[0].name === arm && training.seed === seed && training.multiplier === multiplier,
    );
    if (!found) throw new RangeError(`configOf: "${arm}" is not tuned at ${multiplier} under seed ${seed}`);
    return found.config;
  }
  const scores = runs.flatMap((run) =>
    run.multiplier === null ? [] : [{ ...run, multiplier: run.multiplier, map07: scoreOf(run.run) }],
  );
  const { arms } = tuning.length === 0 ? plan : tunedPlan(plan, scores);
  const wanted = arms.find(({ name }) => name === arm);
  if (!wanted) throw new RangeError(`configOf: there is no arm "${arm}"`);
  return { ...wanted.config, seed };
}
