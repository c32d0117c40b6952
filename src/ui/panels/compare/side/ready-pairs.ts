/** @file The runs of experiments that stand ready to be looked at side by side. */
import type { Experiment, RunRecord } from '../../../../experiments';
import { comparedRuns } from '../verdict/results';

export interface ReadyPair {
  /** Of the experiment. */
  id: string;
  name: string;
  seed: number;
  /** In the order of the arms. */
  runs: string[];
}

const mostOffered = 3;

/** Of each experiment, newest first, the runs of the first seed under which two arms or more have begun. */
export function readyPairs(experiments: readonly Experiment[], records: readonly RunRecord[]): ReadyPair[] {
  const begun = new Set(
    records.filter(({ status, deleted }) => status !== 'queued' && deleted === null).map(({ id }) => id),
  );
  return experiments
    .flatMap(({ id, name, plan, runs }) => {
      const bySeed = plan.seeds.map((seed) => ({
        id,
        name,
        seed,
        runs: comparedRuns(runs)
          .filter((entry) => entry.seed === seed && begun.has(entry.run))
          .map(({ run }) => run),
      }));
      return bySeed.filter((pair) => pair.runs.length >= 2).slice(0, 1);
    })
    .slice(0, mostOffered);
}
