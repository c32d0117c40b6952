/**
 * @file What the headless command wrote, one run or a comparison, as kept runs.
 *
 * A result has no id, so its content gives it one: a file that is read twice gives the same runs. What it does not tell
 * stays unknown: columns are empty and parts of the environment null; there are no snapshots and no weights.
 */
import * as v from 'valibot';
import { asksToCompare } from '../compare';
import { type RunConfig, seedSchema } from '../config';
import type { Experiment, ExperimentRun } from '../experiment';
import { newRecord, type RunCurves, type RunData, type StoredRun, stepColumns, summarizeCurves } from '../record';
import type { RunCollection } from './bundle';
import { BundleError, checked } from './bundle-error';
import { comparePlan } from './experiment-schema';
import { encodeJson, sha256 } from './pack';
import { curves, evalSummary, label, runConfig } from './run-schema';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A column that some step does not have was not recorded. */
const losses = v.array(v.looseObject({}));

const runOutput = v.object({
  config: runConfig,
  backend: v.nullable(v.picklist(['webgpu', 'wasm', 'cpu'])),
  adapter: v.nullable(label),
  data: v.nullable(v.object({ trainImages: whole, valImages: whole })),
  losses,
  evals: v.array(evalSummary),
  decoders: v.optional(v.object({ 'per-class': evalSummary, argmax: evalSummary })),
  timing: v.object({ stepMsMedian: v.nullable(v.number()) }),
  error: v.optional(v.string()),
});
const armRun = v.object({ ...runOutput.entries, seed: seedSchema, arms: v.pipe(v.array(label), v.minLength(1)) });
const compareOutput = v.object({
  compare: comparePlan,
  tuning: v.optional(v.object({ runs: v.array(v.object({ ...armRun.entries, multiplier: v.number() })) })),
  runs: v.array(armRun),
});

type Output = v.InferOutput<typeof runOutput>;

interface Origin {
  /** Of the file, without its ending. */
  name: string;
  /** ISO 8601. */
  created: string;
}

/**
 * Reads a result of `npm run headless`.
 *
 * @param json the parsed file
 * @throws BundleError that names the first part that is unfit
 */
export async function readHeadlessResult(json: unknown, origin: Origin): Promise<RunCollection> {
  if (asksToCompare(json)) return readComparison(json, origin);
  const output = checked(origin.name, runOutput, json);
  return { runs: [await storedRun(output, output.config, origin)], experiments: [] };
}

/** One run an arm and seed: arms that share a training differ in their evaluations. */
async function readComparison(json: unknown, { name, created }: Origin): Promise<RunCollection> {
  const { compare: plan, tuning, runs: outputs } = checked(name, compareOutput, json);
  const stored: StoredRun[] = [];
  const places: ExperimentRun[] = [];
  const add = async (output: v.InferOutput<typeof armRun>, arm: string, multiplier: number | null) => {
    const { seed } = output;
    const known = plan.arms.find((candidate) => candidate.name === arm);
    const place = `arm "${arm}", seed ${seed}${multiplier === null ? '' : `, rate × ${multiplier}`}`;
    if (known === undefined) throw new BundleError(name, `${place}: its plan has no such arm`);
    if (output.config.seed !== seed) {
      throw new BundleError(name, `${place}: config.seed is ${output.config.seed}; expected the same`);
    }
    if (places.some((other) => other.arm === arm && other.seed === seed && other.multiplier === multiplier)) {
      throw new BundleError(name, `${place}: stands twice; expected once`);
    }
    const config = { ...output.config, decoder: known.config.decoder };
    const run = await storedRun(output, config, { name: place, created });
    stored.push(run);
    places.push({ arm, seed, multiplier, run: run.record.id });
  };
  for (const output of tuning?.runs ?? []) await add(output, output.arms[0], output.multiplier);
  for (const output of outputs) for (const arm of output.arms) await add(output, arm, null);

  const id = `headless-${(await sha256(encodeJson([plan, places]))).slice(0, 32)}`;
  const complete =
    places.filter(({ multiplier }) => multiplier === null).length === plan.arms.length * plan.seeds.length;
  const experiment: Experiment = { id, name, created, plan, status: complete ? 'finished' : 'cancelled', runs: places };
  const runs = stored.map((run, i) => {
    return { ...run, record: { ...run.record, experiment: { id, arm: places[i].arm } } };
  });
  return { runs, experiments: [experiment] };
}

/** @param config that of the arm, which may decode otherwise than its training did */
async function storedRun(output: Output, config: RunConfig, { name, created }: Origin): Promise<StoredRun> {
  const kept = checked(name, curves, { steps: columnsOf(output.losses), evals: evalsOf(output, config) });
  const { backend, adapter, error = null } = output;
  const id = `headless-${(await sha256(encodeJson([name, config, kept, error]))).slice(0, 32)}`;
  const summary = summarizeCurves(kept, false);
  return {
    record: {
      ...newRecord(config, { id, name, created }),
      status: error === null ? 'finished' : 'failed',
      error,
      environment: backend && { backend, adapter: adapter ?? '', threads: null, userAgent: null, versions: null },
      data: dataOf(output),
      summary: { ...summary, msPerStep: output.timing.stepMsMedian },
    },
    curves: kept,
    snapshots: [],
    pictures: [],
    weights: null,
  };
}

function columnsOf(rows: Output['losses']): Record<string, unknown[]> {
  return Object.fromEntries(
    stepColumns.map((name) => {
      const column = rows.map((row) => row[name]);
      return [name, column.includes(undefined) ? [] : column];
    }),
  );
}

/** The evaluations while it trained are those of the training's decoder; the final weights were decoded by both. */
function evalsOf({ evals, decoders, config }: Output, { decoder }: RunConfig): RunCurves['evals'] {
  const own = decoder === config.decoder ? evals : [];
  const last = decoders?.[decoder];
  return last === undefined ? own : [...own.filter(({ step }) => step < last.step), last];
}

function dataOf({ data, config, evals }: Output): RunData | null {
  if (data === null) return null;
  const { kind } = config.data;
  const folder = config.data.kind === 'voc' ? config.data.path?.split(/[\\/]/).findLast((part) => part !== '') : null;
  const name = kind === 'sprites' ? 'Sprite scenes' : (folder ?? 'VOC');
  return { kind, name, classes: Object.keys(evals.at(-1)?.perClass ?? {}), ...data };
}
