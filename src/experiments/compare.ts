/**
 * @file A comparison: several configurations over several seeds, which runs it takes, and what their results say.
 *
 * The first arm is the baseline. Runs of one seed share data order, augmentation and every weight that the arms do not
 * change, so arms are compared seed by seed.
 */
import * as v from 'valibot';
import { ConfigError, parseRunConfig, type RunConfig, seedSchema } from './config';
import { byTraining } from './lock-step';
import { type Comparison, compareArms, describeSample, pairBySeed, type Sample } from './statistics';

/** What an arm trains under each seed. */
export type ArmConfig = Omit<RunConfig, 'seed'>;

export interface Arm {
  name: string;
  config: ArmConfig;
  /** Its cell in a grid: the level of each factor. */
  factors?: Record<string, string>;
}

/** The learning rate of each arm is chosen before the comparison, under seeds that the comparison does not use. */
export interface Tuning {
  /** What the arm's own rate is multiplied by. */
  learningRates: number[];
  seeds: number[];
}

export interface ComparePlan {
  /** The first is the baseline. */
  arms: Arm[];
  seeds: number[];
  /** Null or absent: every arm trains at the rate that it has. */
  tune?: Tuning | null;
}

const arm = v.looseObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  factors: v.optional(v.record(v.string(), v.string())),
});
const tuning = v.strictObject({
  learningRates: v.pipe(v.array(v.pipe(v.number(), v.finite(), v.gtValue(0))), v.minLength(2)),
  seeds: v.pipe(v.array(seedSchema), v.minLength(1)),
});
const compareInput = v.strictObject({
  arms: v.pipe(v.array(arm), v.minLength(2)),
  seeds: v.pipe(v.array(seedSchema), v.minLength(1)),
  /** Arms are compared seed by seed; there is no other way here. */
  paired: v.optional(v.literal(true), true),
  tune: v.optional(v.nullable(tuning), null),
});

/** Whether a headless configuration asks for a comparison. */
export function asksToCompare(input: unknown): input is { compare: unknown } {
  return typeof input === 'object' && input !== null && 'compare' in input;
}

/**
 * Reads `{"compare": {"arms": [{"name", "factors"?, ...overrides}], "seeds": [...], "tune"?}, ...base}`.
 *
 * @throws ConfigError that names the arm and every key that is wrong
 */
export function parseComparePlan(input: { compare: unknown }): ComparePlan {
  const { compare, ...base } = input;
  const parsed = v.safeParse(compareInput, compare);
  if (!parsed.success) {
    const lines = parsed.issues.map((issue) => `compare.${v.getDotPath(issue) ?? ''}: ${issue.message}`);
    throw new ConfigError(`config refused: ${lines.join('; ')}`);
  }
  const { arms, seeds, tune } = parsed.output;
  refuseRepeats(
    'compare.arms: name',
    arms.map(({ name }) => name),
  );
  refuseRepeats('compare.seeds:', seeds);
  if (tune !== null) checkTuning(tune, seeds);
  return {
    arms: arms.map(({ name, factors, ...overrides }) => {
      try {
        const { seed: _, ...config } = parseRunConfig(merged(base, overrides));
        return { name, config, ...(factors && { factors }) };
      } catch (error) {
        throw new ConfigError(`arm "${name}": ${(error as Error).message}`);
      }
    }),
    seeds,
    ...(tune && { tune }),
  };
}

/** A rate chosen on a seed fits that seed best: to compare on it too would flatter the arm that was tuned hardest. */
function checkTuning(tune: Tuning, seeds: readonly number[]): void {
  refuseRepeats('compare.tune.learningRates:', tune.learningRates);
  refuseRepeats('compare.tune.seeds:', tune.seeds);
  const shared = tune.seeds.find((seed) => seeds.includes(seed));
  if (shared !== undefined) {
    throw new ConfigError(
      `config refused: compare.tune.seeds: "${shared}" is a seed of the comparison; expected others, as a rate that was chosen on a seed is flattered by it`,
    );
  }
}

function refuseRepeats(what: string, values: readonly (string | number)[]): void {
  const repeated = values.find((value, i) => values.indexOf(value) !== i);
  if (repeated !== undefined)
    throw new ConfigError(`config refused: ${what} "${repeated}" stands twice; expected once`);
}

/** Objects merge key by key; everything else is replaced. */
function merged(base: unknown, overrides: unknown): unknown {
  if (!isObject(base) || !isObject(overrides)) return overrides;
  const keys = Object.keys(overrides);
  return { ...base, ...Object.fromEntries(keys.map((key) => [key, merged(base[key], overrides[key])])) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One training: arms that differ in the decoder alone share it, as training does not decode. */
export interface Training {
  seed: number;
  config: RunConfig;
  /** The arms that it serves, in order; it runs under the decoder of the first. */
  arms: Arm[];
}

/** The trainings of a plan, seed by seed, so that an interrupted comparison has whole pairs. */
export function trainingsOf({ arms, seeds }: Pick<ComparePlan, 'arms' | 'seeds'>): Training[] {
  return seeds.flatMap((seed) =>
    byTraining(arms.map((arm) => ({ arm, config: { ...arm.config, seed } }))).map((group) => ({
      seed,
      config: group[0].config,
      arms: group.map(({ arm }) => arm),
    })),
  );
}

export interface CompareStatistics {
  metric: 'map07';
  /** An arm without a finished run has no sample. */
  arms: { name: string; sample: Sample | null }[];
  /** Each arm against the first. */
  comparisons: {
    arm: string;
    baseline: string;
    seeds: number[];
    differences: number[];
    comparison: Comparison | null;
  }[];
}

/** @param scores by arm and seed, the mAP07 of the last evaluation; null for a run that failed */
export function compareStatistics(
  arms: readonly string[],
  scores: ReadonlyMap<string, ReadonlyMap<number, number | null>>,
): CompareStatistics {
  const of = (name: string) => scores.get(name) ?? new Map<number, number | null>();
  const [baseline, ...others] = arms;
  return {
    metric: 'map07',
    arms: arms.map((name) => {
      const values = [...of(name).values()].filter((value) => value !== null);
      return { name, sample: values.length === 0 ? null : describeSample(values) };
    }),
    comparisons: others.map((name) => {
      const { seeds, differences } = pairBySeed(of(name), of(baseline));
      const comparison = differences.length === 0 ? null : compareArms(differences);
      return { arm: name, baseline, seeds, differences, comparison };
    }),
  };
}
