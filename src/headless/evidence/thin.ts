/**
 * @file A comparison as it is kept beside the document: every evaluation, and the losses as means over blocks of steps.
 */
import type { CompareOutput } from '../compare-output';
import type { LossPoint, RunOutput } from '../run-output';

/** Points of a loss curve that are kept of a run. */
const keptPoints = 100;
/** Significant digits of a loss or a time; scores are kept to the last bit, and positives are a count. */
const digits = 5;

/** One run a line: small enough to commit, and a change of one run is a change of one line. */
export function thinnedText({ compare, tuning, runs, ...rest }: CompareOutput): string {
  const lines = (runs: readonly RunOutput[]) => `[\n${runs.map((run) => JSON.stringify(thinned(run))).join(',\n')}\n]`;
  const parts = [
    `"compare":${JSON.stringify(compare)}`,
    ...(tuning ? [`"tuning":{"rates":${JSON.stringify(tuning.rates)},\n"runs":${lines(tuning.runs)}}`] : []),
    `"runs":${lines(runs)}`,
    ...Object.entries(rest).map(([key, value]) => `"${key}":${JSON.stringify(value)}`),
  ];
  return `{${parts.join(',\n')}}\n`;
}

function thinned<T extends RunOutput>(run: T): T {
  return { ...run, losses: blockMeans(run.losses, keptPoints) };
}

/**
 * Means over blocks of equally many steps, the last one shorter; each stands at the last step of its block. The digest
 * of a batch has no mean, and is left out where there is more than one.
 */
export function blockMeans(losses: readonly LossPoint[], points: number): LossPoint[] {
  const size = Math.ceil(losses.length / points);
  if (size <= 1) return losses.map(rounded);
  const blocks = Array.from({ length: Math.ceil(losses.length / size) }, (_, i) =>
    losses.slice(i * size, (i + 1) * size),
  );
  return blocks.map((block) => {
    const { step, batch: _, ...last } = block[block.length - 1];
    const keys = Object.keys(last) as (keyof typeof last)[];
    const means = keys.map((key) => [key, block.reduce((sum, point) => sum + point[key], 0) / block.length] as const);
    return rounded({ step, ...Object.fromEntries(means) } as LossPoint);
  });
}

function rounded(point: LossPoint): LossPoint {
  const round = (key: string, value: number) => {
    if (key === 'positives') return Math.round(value);
    return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  };
  return Object.fromEntries(Object.entries(point).map(([key, value]) => [key, round(key, value)])) as LossPoint;
}
