/** @file What the reader chose and typed for a comparison, and the plan that it comes to, or why it comes to none. */
import {
  type Arm,
  type ComparePlan,
  defaultTuning,
  type Fairness,
  type InitializerId,
  parseRunConfig,
  type RunConfig,
  type Trick,
  type Tuning,
  trickPlans,
} from '../../../../experiments';
import { type ArmDraft, customArms, firstArm } from './custom';

export interface Draft {
  question: Trick | 'custom';
  /** Without the trick, then with it. */
  initializers: readonly [InitializerId, InitializerId];
  /** What differs from the settings of the page in B, C, ...; those settings are A. Null until the reader edits it. */
  arms: readonly ArmDraft[] | null;
  /** As typed; null is as the page has it. */
  seeds: string;
  firstSeed: string;
  steps: string | null;
  sampleScale: Fairness['sampleScale'];
  tuned: boolean;
}

export const newDraft: Draft = {
  question: 'normalization',
  initializers: ['uniform-0.07', 'xavier-uniform-avg-2'],
  arms: null,
  seeds: '5',
  firstSeed: '1',
  steps: null,
  sampleScale: 'mean',
  tuned: false,
};

export interface Planned {
  /** Null while anything is refused. */
  plan: ComparePlan | null;
  /** What is refused, by the field that it stands in; that of a custom arm is `arm 0`, of its change `arm 0.1`. */
  problems: Readonly<Record<string, string>>;
}

const mostSeeds = 100;
const mostSteps = 1_000_000;
const lastSeed = 4294967295;

/** @param config the settings of the page */
export function planOf(draft: Draft, config: RunConfig): Planned {
  const problems: Record<string, string> = {};
  const whole = (field: string, typed: string, least: number, most: number) => {
    const value = typed.trim() === '' ? Number.NaN : Number(typed.replaceAll(',', ''));
    if (!Number.isInteger(value) || value < least || value > most)
      problems[field] = `Got "${typed}"; expected a whole number from ${least} to ${most}.`;
    return value;
  };
  const number = whole('seeds', draft.seeds, 1, mostSeeds);
  const first = whole('firstSeed', draft.firstSeed, 0, lastSeed - mostSeeds - 1);
  const steps = whole('steps', draft.steps ?? String(config.steps), 1, mostSteps);
  const [without, with_] = draft.initializers;
  if (asksForInitializers(draft) && without === with_) problems.initializers = 'Both are the same; choose another.';

  // Parsed as those of the other arms are, so that equal configurations are equal as text too.
  const page = parseRunConfig({ ...config, steps: problems.steps ? config.steps : steps });
  const { seed: _, ...base } = page;
  const custom = draft.question === 'custom' ? customArms(customDrafts(draft, page), page) : null;
  Object.assign(problems, custom?.problems);
  if (Object.keys(problems).length > 0) return { plan: null, problems };

  const seeds = Array.from({ length: number }, (_, i) => first + i);
  const tune = draft.tuned ? tuningBeside(seeds) : null;
  if (draft.question === 'custom') {
    const arms: Arm[] = [{ name: 'baseline', config: base }, ...custom!.arms];
    return { plan: { arms, seeds, ...(tune && { tune }) }, problems };
  }
  const fairness = { sampleScale: draft.sampleScale, tune };
  const { initializers } = draft;
  return { plan: trickPlans[draft.question].plan(base, { seeds, fairness, initializers }), problems };
}

export function customDrafts({ arms }: Draft, config: RunConfig): readonly ArmDraft[] {
  return arms ?? [firstArm(config)];
}

export function asksForInitializers({ question }: Draft): boolean {
  return question === 'initializer' || question === 'all';
}

/** A rate must be chosen on seeds that the comparison does not use. */
export function tuningBeside(seeds: readonly number[]): Tuning {
  const taken = defaultTuning.seeds.some((seed) => seeds.includes(seed));
  return taken ? { ...defaultTuning, seeds: [Math.max(...seeds) + 1] } : defaultTuning;
}

/** What the experiment is called in the queue and in the table of runs. */
export function nameOf(draft: Draft, { arms, seeds }: ComparePlan): string {
  const what =
    draft.question === 'custom' ? arms.map(({ name }) => name).join(' / ') : trickPlans[draft.question].title;
  return `${what}, ${seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`}`;
}
