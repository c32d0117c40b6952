/**
 * @file The results of a comparison as Markdown: how it was run, what each arm came to, what the pairs say.
 */
import { trainingsOf, verdictWords } from '../../experiments';
import { rateWords } from '../compare';
import type { CompareOutput } from '../compare-output';
import { quantile } from '../run-output';
import { points } from './forest-plot';

/** Runs, seeds, steps, engine, speed and failures. */
export function setUp({ compare, runs, tuning }: CompareOutput, name: string): string {
  const { steps, batch, data } = compare.arms[0].config;
  const planned = trainingsOf(compare).length;
  const count = runs.length < planned ? `${runs.length} of ${planned} trainings so far` : `${planned} trainings`;
  const trainings = `${count}, each of ${steps} steps at batch ${batch}, seeds ${compare.seeds.join(', ')}`;
  const images = data.kind === 'sprites' ? `, evaluated on ${data.val} scenes` : '';
  const tuned = tuning ? `, after ${tuning.runs.length} to choose learning rates` : '';
  const engines = [...new Set(runs.map(({ backend, adapter }) => `${backend} (${adapter})`))].join(' and ');
  const times = runs.flatMap(({ timing }) => (timing.stepMsMedian === null ? [] : [timing.stepMsMedian]));
  const ms = quantile(times, 0.5)?.toFixed(0);
  const failed = runs.filter(({ error }) => error !== undefined);
  const failures = failed.map(({ arms, seed, error }) => `${arms.join(' and ')} under seed ${seed} (${error})`);
  return [
    `${trainings}${images}${tuned}: ${engines}, ${ms} ms a step. ${failed.length === 0 ? 'None failed.' : `${failed.length} failed: ${failures.join('; ')}.`}`,
    `Plan: [${name}.config.json](evidence/${name}.config.json); every run: [${name}.json](evidence/${name}.json).`,
    ...(tuning?.rates ?? []).map((rate) => `- ${rateWords(rate)}`),
  ].join('\n');
}

/** An arm a row: score, spread, and the difference from the baseline with both intervals. */
export function scoreTable(output: CompareOutput): string {
  const { arms, comparisons } = output.statistics;
  const range = (interval: { low: number; high: number } | null) =>
    interval === null ? '' : `${points(interval.low)} to ${points(interval.high)}`;
  const rows = arms.map(({ name, sample }) => {
    const comparison = comparisons.find(({ arm }) => arm === name)?.comparison ?? null;
    return [
      name,
      sample === null
        ? 'no run ended'
        : `${percent(sample.mean)}${sample.std === null ? '' : ` ±${percent(sample.std)}`}`,
      percent(meanOf(halfWay(output, name))),
      String(sample?.n ?? 0),
      comparison === null ? '' : points(comparison.mean),
      range(comparison?.interval ?? null),
      range(comparison?.bootstrap ?? null),
    ];
  });
  const step = firstStep(output);
  const heads = ['arm', 'mAP07', `at step ${step ?? '-'}`, 'n', 'difference', '95% CI', 'bootstrap'];
  return table(heads, rows, 1);
}

/** The verdicts, one a line. */
export function verdicts({ statistics, effects = [] }: CompareOutput): string {
  const pairs = statistics.comparisons.map(({ comparison, ...names }) => `- ${verdictWords(comparison, names)}`);
  const rows = effects.flatMap(({ factors, comparison }) =>
    comparison?.interval
      ? [
          [
            factors.join(' × '),
            points(comparison.mean),
            `${points(comparison.interval.low)} to ${points(comparison.interval.high)}`,
          ],
        ]
      : [],
  );
  const grid = rows.length === 0 ? [] : ['', table(['effect', 'points of mAP07', '95% CI'], rows, 1)];
  return [...pairs, ...grid].join('\n');
}

/** For arms that differ in the learning rate: a row for what else they differ in, a column a rate, mAP07 of the mean. */
export function rateTable({ compare, statistics }: CompareOutput): string {
  const rates = [...new Set(compare.arms.map(({ config }) => config.optimizer.learningRate))].toSorted((a, b) => a - b);
  const key = ({ config }: (typeof compare.arms)[number]) =>
    JSON.stringify({ ...config, optimizer: { ...config.optimizer, learningRate: null } });
  const rows = [...new Set(compare.arms.map(key))].map((kind) => {
    const group = compare.arms.filter((arm) => key(arm) === kind);
    const scores = rates.map((rate) => {
      const arm = group.find(({ config }) => config.optimizer.learningRate === rate);
      return arm && (statistics.arms.find(({ name }) => name === arm.name)?.sample?.mean ?? null);
    });
    const best = Math.max(...scores.map((score) => score ?? 0));
    const cells = scores.map((score) => {
      if (score == null) return score === null ? 'no run ended' : '';
      return score === best ? `**${percent(score)}**` : percent(score);
    });
    return [group[0].name.split(' @ ')[0], ...cells];
  });
  return table(['mAP07 at learning rate', ...rates.map(String)], rows, 1);
}

/** mAP07 of an arm at the first evaluation, if there is one before the last. */
function halfWay({ runs, compare }: CompareOutput, arm: string): number[] {
  // Evaluations under way are by the decoder of the first arm of a training: others have theirs at the end only.
  const ended = runs.filter(({ arms, error }) => arms[0] === arm && error === undefined);
  const { steps } = compare.arms[0].config;
  return ended.flatMap(({ evals }) => {
    const first = evals[0];
    return first === undefined || first.step === steps || first.map07 === null ? [] : [first.map07];
  });
}

function firstStep({ runs }: CompareOutput): number | undefined {
  return runs.find(({ evals }) => evals.length > 1)?.evals[0].step;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(value: number | null): string {
  return value === null ? '' : (100 * value).toFixed(1);
}

/** @param numbers the column from which on cells are to the right */
function table(heads: readonly string[], rows: readonly (readonly string[])[], numbers: number): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map((_, i) => (i < numbers ? '---' : '---:'))), ...rows.map(row)].join('\n');
}
