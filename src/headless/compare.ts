/**
 * @file A comparison without a page: the runs that tune, if any, then every training of the plan, one after the other,
 * and the statistics over the seeds.
 *
 * The file is written after every training, and a file that is there already, made by the same plan, is gone on with: a
 * comparison of hours survives an interruption.
 */
import {
  type ChosenRate,
  type ComparePlan,
  type RunConfig,
  type Training,
  trainingsOf,
  tunedPlan,
  tuningTrainings,
  verdictWords,
} from '../experiments';
import { type ArmRun, type CompareOutput, readRuns, tuningScore, writeRuns } from './compare-output';
import type { RunOutput } from './run-output';

/** Trains, or fails with the output's `error`; `decode` evaluates the final weights by both decoders too. */
export type Train = (config: RunConfig, decode: boolean) => Promise<RunOutput>;

/** @returns 1 if a run failed: its seed is left out of the statistics, and trained anew when the command is repeated */
export async function runComparison(plan: ComparePlan, out: string, train: Train): Promise<number> {
  const known = readRuns(plan, out);
  const runs = known.runs.filter(({ error }) => error === undefined);
  // A rate at which training fails is ruled out by that failure; to repeat it would tell nothing new.
  const { tuning } = known;
  for (const [place, training] of placed(tuningTrainings(plan), 'tuning ')) {
    const output = await trainUnlessKnown(`${place}, rate × ${training.multiplier}`, training, tuning, train);
    if (output === null) continue;
    tuning.push({ multiplier: training.multiplier, ...output });
    writeRuns(out, plan, { runs, tuning }, false);
  }
  const tuned = plan.tune ? tunedPlan(plan, tuning.map(tuningScore)) : plan;
  for (const [place, training] of placed(trainingsOf(tuned))) {
    const output = await trainUnlessKnown(place, training, runs, train, training.arms.length > 1);
    if (output === null) continue;
    runs.push(output);
    writeRuns(out, plan, { runs, tuning }, true);
  }
  for (const line of printed(writeRuns(out, plan, { runs, tuning }, true))) console.log(line);
  return runs.some(({ error }) => error !== undefined) ? 1 : 0;
}

function placed<T extends Training>(trainings: readonly T[], what = ''): [string, T][] {
  return trainings.map((training, i) => {
    const { seed, arms } = training;
    const names = arms.map(({ name }) => name).join(' and ');
    return [`${what}${i + 1} of ${trainings.length}: ${names}, seed ${seed}`, training];
  });
}

/** @returns null for a run that is known */
async function trainUnlessKnown(
  place: string,
  { seed, arms, config }: Training,
  known: readonly ArmRun[],
  train: Train,
  decode = false,
): Promise<ArmRun | null> {
  const names = arms.map(({ name }) => name);
  const same = (run: ArmRun) =>
    run.arms.join() === names.join() && JSON.stringify(run.config) === JSON.stringify(config);
  if (known.some(same)) {
    console.log(`${place}: known`);
    return null;
  }
  console.log(place);
  const output = await train(config, decode);
  if (output.error !== undefined) console.error(`${place}: ${output.error}`);
  return { seed, arms: names, ...output };
}

/** In points of mAP: hundredths. */
function* printed({ statistics, tuning, effects = [] }: CompareOutput): Generator<string, void> {
  const points = (value: number) => (100 * value).toFixed(1);
  for (const rate of tuning?.rates ?? []) yield rateWords(rate);
  for (const { name, sample } of statistics.arms) {
    if (sample === null) yield `${name}: no run ended`;
    else
      yield `${name}: mAP07 ${points(sample.mean)}${sample.std === null ? '' : ` ±${points(sample.std)}`}, n = ${sample.n}`;
  }
  for (const { arm, baseline, comparison } of statistics.comparisons) yield verdictWords(comparison, { arm, baseline });
  for (const { factors, comparison } of effects) {
    if (comparison?.interval == null) continue;
    const { mean, interval, n } = comparison;
    const range = `95% CI ${points(interval.low)} to ${points(interval.high)}, n = ${n}`;
    yield `effect of ${factors.join(' × ')}: ${points(mean)} mAP, ${range}`;
  }
}

export function rateWords({ arms, multiplier, learningRate }: ChosenRate): string {
  const rate = `${arms.join(' and ')}: learning rate ${Number(learningRate.toPrecision(4))}`;
  if (multiplier === null) return `${rate}, its own, as training failed at every rate that was tried`;
  return multiplier === 1 ? `${rate}, its own` : `${rate}, ${multiplier} times its own`;
}
