/**
 * @file The result of a comparison: its plan, every run, what tuning chose, and the statistics over the seeds.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type ChosenRate,
  type ComparePlan,
  type CompareStatistics,
  chooseRates,
  compareStatistics,
  type Effect,
  gridEffects,
  gridFactors,
  type TuningScore,
} from '../experiments';
import { CommandError } from './command-error';
import type { RunOutput } from './run-output';

/** One a training; arms that differ in the decoder alone share it. */
export type ArmRun = RunOutput & { seed: number; arms: string[] };
/** A run that was made to choose the learning rate; `multiplier` times that of the arm. */
export type TuningRun = ArmRun & { multiplier: number };

export interface CompareOutput {
  /** As it was asked for: with tuning, the rates of its arms are those before it. */
  compare: ComparePlan;
  /** Of a plan that tunes; no rates before the last of its runs. */
  tuning?: { runs: TuningRun[]; rates: ChosenRate[] };
  runs: ArmRun[];
  statistics: CompareStatistics;
  /** Of a grid. */
  effects?: Effect[];
}

export type Runs = Pick<CompareOutput, 'runs'> & { tuning: TuningRun[] };

/** @throws CommandError if the file is there and is not of this plan: it is never overwritten */
export function readRuns(plan: ComparePlan, path: string): Runs {
  if (!existsSync(path)) return { runs: [], tuning: [] };
  const refusal = new CommandError(`${path} is there and is not a comparison of this plan; name another file`);
  let known: Partial<CompareOutput>;
  try {
    known = JSON.parse(readFileSync(path, 'utf8')) as Partial<CompareOutput>;
  } catch {
    throw refusal;
  }
  // More seeds may be asked for than before.
  const fixed = ({ arms, tune }: Partial<ComparePlan>) => JSON.stringify([arms, tune ?? null]);
  if (known.compare === undefined || fixed(known.compare) !== fixed(plan)) throw refusal;
  const runs = (known.runs ?? []).filter(({ seed }) => plan.seeds.includes(seed));
  return { runs, tuning: known.tuning?.runs ?? [] };
}

/** @param tuned whether all the tuning that the plan asks for is done */
export function writeRuns(path: string, plan: ComparePlan, { runs, tuning }: Runs, tuned: boolean): CompareOutput {
  const rates = tuned ? chooseRates(plan, tuning.map(tuningScore)) : [];
  const output = { compare: plan, ...(plan.tune && { tuning: { runs: tuning, rates } }), ...summarize(plan, runs) };
  writeFileSync(path, `${JSON.stringify(output, null, 1)}\n`);
  return output;
}

export function tuningScore({ arms, seed, multiplier, error, evals }: TuningRun): TuningScore {
  return { arm: arms[0], seed, multiplier, map07: error === undefined ? (evals.at(-1)?.map07 ?? null) : null };
}

/** The mAP07 of the last evaluation by arm and seed, under the arm's own decoder; null of a run that failed. */
export function scoresOf({ arms }: ComparePlan, runs: readonly ArmRun[]): Map<string, Map<number, number | null>> {
  const scores = new Map(arms.map(({ name }) => [name, new Map<number, number | null>()]));
  for (const run of runs) {
    for (const { name, config } of arms.filter(({ name }) => run.arms.includes(name))) {
      const last = run.decoders?.[config.decoder] ?? run.evals.at(-1);
      scores.get(name)?.set(run.seed, run.error === undefined ? (last?.map07 ?? null) : null);
    }
  }
  return scores;
}

export function summarize(
  plan: ComparePlan,
  runs: readonly ArmRun[],
): Pick<CompareOutput, 'runs' | 'statistics' | 'effects'> {
  const scores = scoresOf(plan, runs);
  const names = plan.arms.map(({ name }) => name);
  return {
    runs: [...runs],
    statistics: compareStatistics(names, scores),
    ...(gridFactors(plan.arms) && { effects: gridEffects(plan.arms, scores) }),
  };
}
