/** @file What the runs of an experiment have come to so far: scores by arm and seed, progress, and what failed. */
import { type ComparePlan, type Experiment, gridFactors, type RunRecord } from '../../../../experiments';

export type Scores = ReadonlyMap<string, ReadonlyMap<number, number | null>>;

export interface Results {
  /** By arm and seed, the mAP07 of the last evaluation; null for a run that failed. Runs that are not over have none. */
  scores: Scores;
  finished: number;
  total: number;
  running: RunRecord[];
  /** Runs that are over and have no score. */
  lost: { arm: string; seed: number; reason: string }[];
}

/** Those of the comparison itself: what tunes the learning rates is not compared. */
export function comparedRuns(runs: Experiment['runs']): Experiment['runs'] {
  return runs.filter(({ multiplier }) => multiplier === null);
}

export function resultsOf({ plan, runs }: Pick<Experiment, 'plan' | 'runs'>, records: readonly RunRecord[]): Results {
  const byId = new Map(records.map((record) => [record.id, record]));
  const own = comparedRuns(runs);
  const scores = new Map(plan.arms.map(({ name }) => [name, new Map<number, number | null>()]));
  const results: Results = { scores, finished: 0, total: own.length, running: [], lost: [] };
  for (const { arm, seed, run } of own) {
    const record = byId.get(run);
    if (record?.status === 'running') results.running.push(record);
    if (record?.status === 'finished') results.finished++;
    const reason = lossOf(record);
    if (reason !== null) results.lost.push({ arm, seed, reason });
    if (reason !== null || record?.status === 'finished') {
      scores.get(arm)?.set(seed, reason === null ? (record?.summary.map07 ?? null) : null);
    }
  }
  return results;
}

/** Why a run that is over has no score; null if it has one, or is not over. */
function lossOf(record: RunRecord | undefined): string | null {
  if (record === undefined || record.deleted !== null) return 'was deleted';
  if (record.status === 'failed') return record.error ?? 'failed without a word';
  if (record.status === 'stopped') return 'was stopped by hand';
  return record.status === 'finished' && record.summary.map07 === null ? 'val has no object to score' : null;
}

/** What the arms ask. */
export function questionOf({ arms }: Pick<ComparePlan, 'arms'>): string {
  const factors = gridFactors(arms);
  if (factors !== null && factors.length > 1) {
    return `What does each of ${listed(factors.map(({ name }) => name))} add, and do they add up?`;
  }
  const [baseline, ...others] = arms.map(({ name }) => name);
  if (others.length === 1) return `Is ${others[0]} better than ${baseline}?`;
  return `Is any of ${listed(others)} better than ${baseline}?`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
