/** @file A run in words, and what its loss may be expected to be. */
import type { OptimizerConfig, RunConfig, Schedule } from '../../../experiments';
import { presets } from '../../../experiments';
import type { DataSummary } from '../../../worker';
import { count, plural, rate } from '../../format';

const optimizerNames = { sgd: 'SGD', adamw: 'AdamW' } as const;

/** "SSD 96 lab on Sprite scenes: 3,000 steps of 16 images, one pass of the train split. AdamW, seed 1." */
export function describeRun(
  { model, data, steps, batch, optimizer, seed }: RunConfig,
  set: DataSummary | null,
): string {
  const source = set?.name ?? (data.kind === 'sprites' ? 'built-in scenes' : 'VOC data');
  const passes = set === null ? '' : `, ${describePasses((steps * batch) / Math.max(1, set.train.images))}`;
  const amount = `${plural(steps, 'step')} of ${plural(batch, 'image')}${passes}`;
  return `${presets[model].label} on ${source}: ${amount}. ${optimizerNames[optimizer.kind]}, seed ${seed}.`;
}

function describePasses(passes: number): string {
  if (Math.abs(passes - 1) < 0.005) return 'one pass of the train split';
  return passes < 1
    ? `${(passes * 100).toFixed(0)}% of the train split`
    : `${passes.toFixed(1)} passes of the train split`;
}

/** "at 0.006 after 50 steps of warm-up, then falling as a cosine to 1%" */
export function describeSchedule({ learningRate, schedule }: OptimizerConfig): string {
  const warmup = schedule.warmupSteps > 0 ? ` after ${plural(schedule.warmupSteps, 'step')} of warm-up` : '';
  return `at ${rate(learningRate)}${warmup}, ${course(schedule)}`;
}

function course(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'constant':
      return 'then constant';
    case 'cosine':
      return `then falling as a cosine to ${rate(schedule.finalFraction * 100)}%`;
    case 'step':
      return `then times ${rate(schedule.factor)} at ${schedule.milestones.map(count).join(' and ') || 'no milestone'}`;
  }
}

/** Evaluations of a run: one every `evalEvery` steps, and one at the end. */
export function evaluations({ steps, evalEvery }: Pick<RunConfig, 'steps' | 'evalEvery'>): number {
  return evalEvery === 0 ? 1 : Math.ceil(steps / evalEvery);
}

/**
 * Confidence loss per positive of the best prediction that does not look at the image: with three hard negatives a
 * positive, probability 3/4 for background and the rest as often as the classes occur. 5.25 for 20 equal classes.
 *
 * @param classCounts objects of each class in the train split
 */
export function blindLoss(classCounts: readonly number[]): number {
  const total = classCounts.reduce((sum, count) => sum + count, 0);
  const shares = classCounts.filter((count) => count > 0).map((count) => count / total);
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  return 3 * Math.log(4 / 3) + Math.log(4) + entropy;
}

/** Confidence loss per positive when every class is as likely as any: one positive and three negatives, ln(C + 1) each. */
export function evenLoss(classes: number): number {
  return 4 * Math.log(classes + 1);
}
