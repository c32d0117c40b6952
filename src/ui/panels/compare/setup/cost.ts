/** @file What a plan costs: runs, trainings and time. */
import {
  type ComparePlan,
  type RunConfig,
  type RunRecord,
  trainingsOf,
  tuningTrainings,
} from '../../../../experiments';
import type { EngineInfo } from '../../../../worker';
import type { Run } from '../../../store/state';

/** Time of a step, and where it was measured. */
export interface Pace {
  msPerStep: number;
  source: string;
}

export interface Measured {
  run: Pick<Run, 'config' | 'steps'> | null;
  /** Newest first. */
  records: readonly RunRecord[];
  backend: EngineInfo['backend'] | null;
}

/** Steps that the pace of the run in the page is the median of. */
const recentSteps = 100;

/** How long a step of this configuration takes here: as in the last run, else as in the newest kept one; null if unknown. */
export function paceOf(config: Pick<RunConfig, 'model' | 'batch'>, { run, records, backend }: Measured): Pace | null {
  const alike = (other: RunConfig) => other.model === config.model && other.batch === config.batch;
  if (run !== null && alike(run.config) && run.steps.length > 0) {
    const times = run.steps.slice(-recentSteps).map(({ ms }) => ms);
    return { msPerStep: times.toSorted((a, b) => a - b)[times.length >> 1], source: 'the last run' };
  }
  const known = records.find(
    ({ config, environment, summary }) =>
      alike(config) && summary.msPerStep !== null && environment?.backend === backend,
  );
  return known === undefined ? null : { msPerStep: known.summary.msPerStep!, source: `the run "${known.name}"` };
}

/** Steps to take of a training. */
export interface Work {
  config: RunConfig;
  steps: number;
}

/** How long it takes, and the pace of its first training; null where the pace of any is unknown. */
export function timeOf(work: readonly Work[], measured: Measured): { ms: number; pace: Pace } | null {
  const paces = work.map(({ config }) => paceOf(config, measured));
  if (!paces.every((pace) => pace !== null) || paces.length === 0) return null;
  return { ms: paces.reduce((sum, { msPerStep }, i) => sum + msPerStep * work[i].steps, 0), pace: paces[0] };
}

export interface Cost {
  /** All of them, as the queue counts. */
  runs: number;
  /** Those of them that choose learning rates. */
  tuning: number;
  /** One each. */
  trainings: readonly Work[];
}

export function costOf(plan: ComparePlan): Cost {
  const tuning = tuningTrainings(plan);
  return {
    runs: plan.arms.length * plan.seeds.length + tuning.length,
    tuning: tuning.length,
    trainings: [...tuning, ...trainingsOf(plan)].map(({ config }) => ({ config, steps: config.steps })),
  };
}
