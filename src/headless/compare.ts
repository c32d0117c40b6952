/**
 * @file A comparison without a page: every training of the plan, one after the other, and the statistics over the seeds.
 *
 * The file is written after every training, and a file that is there already, made by the same plan, is gone on with: a
 * comparison of hours survives an interruption.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type ComparePlan,
  type CompareStatistics,
  compareStatistics,
  type RunConfig,
  type Training,
  trainingsOf,
} from '../experiments';
import { CommandError } from './command-error';
import type { RunOutput } from './run-output';

export interface CompareOutput {
  compare: ComparePlan;
  /** One a training; arms that differ in the decoder alone share it. */
  runs: (RunOutput & { seed: number; arms: string[] })[];
  statistics: CompareStatistics;
}

/** Trains, or fails with the output's `error`; `decode` evaluates the final weights by both decoders too. */
export type Train = (config: RunConfig, decode: boolean) => Promise<RunOutput>;

/** @returns 1 if a run failed: its seed is left out of the statistics, and trained anew when the command is repeated */
export async function runComparison(plan: ComparePlan, out: string, train: Train): Promise<number> {
  const trainings = trainingsOf(plan);
  const runs = knownRuns(plan, out).filter(({ error }) => error === undefined);
  for (const [i, training] of trainings.entries()) {
    const arms = training.arms.map(({ name }) => name);
    const place = `${i + 1} of ${trainings.length}: ${arms.join(' and ')}, seed ${training.seed}`;
    if (runs.some((run) => isOf(run, training))) {
      console.log(`${place}: known`);
      continue;
    }
    console.log(place);
    const output = await train(training.config, arms.length > 1);
    if (output.error !== undefined) console.error(`${place}: ${output.error}`);
    runs.push({ seed: training.seed, arms, ...output });
    writeFileSync(out, `${JSON.stringify(summarize(plan, runs), null, 1)}\n`);
  }
  const { statistics } = summarize(plan, runs);
  writeFileSync(out, `${JSON.stringify({ compare: plan, runs, statistics }, null, 1)}\n`);
  for (const line of printed(statistics)) console.log(line);
  return runs.some(({ error }) => error !== undefined) ? 1 : 0;
}

function isOf(run: CompareOutput['runs'][number], { seed, arms }: Training): boolean {
  return run.seed === seed && run.arms.join() === arms.map(({ name }) => name).join();
}

/** @throws CommandError if the file is there and is not of this plan: it is never overwritten */
function knownRuns(plan: ComparePlan, out: string): CompareOutput['runs'] {
  if (!existsSync(out)) return [];
  const refusal = new CommandError(`${out} is there and is not a comparison of this plan; name another file`);
  let known: Partial<CompareOutput>;
  try {
    known = JSON.parse(readFileSync(out, 'utf8')) as Partial<CompareOutput>;
  } catch {
    throw refusal;
  }
  // More seeds may be asked for than before.
  if (JSON.stringify(known.compare?.arms) !== JSON.stringify(plan.arms)) throw refusal;
  return (known.runs ?? []).filter(({ seed }) => plan.seeds.includes(seed));
}

export function summarize(plan: ComparePlan, runs: CompareOutput['runs']): CompareOutput {
  const names = plan.arms.map(({ name }) => name);
  const scores = new Map(plan.arms.map(({ name }) => [name, new Map<number, number | null>()]));
  for (const run of runs) {
    for (const { name, config } of plan.arms.filter(({ name }) => run.arms.includes(name))) {
      const last = run.decoders?.[config.decoder] ?? run.evals.at(-1);
      scores.get(name)?.set(run.seed, run.error === undefined ? (last?.map07 ?? null) : null);
    }
  }
  return { compare: plan, runs, statistics: compareStatistics(names, scores) };
}

/** In points of mAP: hundredths. */
function* printed({ arms, comparisons }: CompareStatistics): Generator<string, void> {
  const points = (value: number) => (100 * value).toFixed(1);
  for (const { name, sample } of arms) {
    if (sample === null) yield `${name}: no run ended`;
    else
      yield `${name}: mAP07 ${points(sample.mean)}${sample.std === null ? '' : ` ±${points(sample.std)}`}, n = ${sample.n}`;
  }
  for (const { arm, baseline, comparison } of comparisons) {
    if (comparison === null) continue;
    const { mean, interval, n, verdict } = comparison;
    const range = interval === null ? 'no interval' : `95% CI ${points(interval.low)} to ${points(interval.high)}`;
    const needed =
      verdict.kind === 'cannot-tell' && verdict.pairsNeeded ? `, about n = ${verdict.pairsNeeded} needed` : '';
    yield `${arm} - ${baseline}: ${points(mean)}, ${range}, n = ${n}: ${verdict.kind}${needed}`;
  }
}
