/**
 * @file A full grid of two-level factors as the arms of a comparison: with k tricks 2^k arms, the first without any.
 */
import type { Arm, ArmConfig, ComparePlan } from './compare';

export interface Level {
  name: string;
  change: Partial<ArmConfig>;
}

export interface Factor {
  name: string;
  /** Without the trick, then with it. */
  levels: readonly [without: Level, with_: Level];
}

/**
 * The arms of every combination of levels; the last factor turns fastest.
 *
 * @param base    what the levels leave as it is; a seed in it is not used
 * @param factors of different names, a decoder last, so that arms that share a training stand together
 * @throws RangeError if both levels of a factor have one name
 */
export function gridPlan(
  base: ArmConfig & { seed?: number },
  factors: readonly Factor[],
  { seeds, tune = null }: Pick<ComparePlan, 'seeds' | 'tune'>,
): ComparePlan {
  const same = factors.find(({ levels: [without, with_] }) => without.name === with_.name);
  if (same) throw new RangeError(`gridPlan: ${same.name} is "${same.levels[0].name}" twice; expected two levels`);
  const { seed: _, ...config } = base;
  const none: Arm = { name: '', config, factors: {} };
  const arms = factors.reduce((arms, factor) => arms.flatMap((arm) => factor.levels.map(at(arm, factor.name))), [none]);
  return { arms, seeds, ...(tune && { tune }) };
}

function at(arm: Arm, factor: string): (level: Level) => Arm {
  return ({ name, change }) => ({
    name: arm.name === '' ? name : `${arm.name}, ${name}`,
    config: { ...arm.config, ...change },
    factors: { ...arm.factors, [factor]: name },
  });
}

/** What the arms of a grid say of its factors: the first arm's level is the one without the trick. */
export interface GridFactor {
  name: string;
  levels: [string, string];
}

/** The factors of arms that are a full grid of two levels each; null of any others. */
export function gridFactors(arms: readonly Arm[]): GridFactor[] | null {
  const names = Object.keys(arms[0]?.factors ?? {});
  if (names.length === 0 || arms.length !== 2 ** names.length) return null;
  const factors = names.map((name) => ({ name, levels: [...new Set(arms.map(({ factors }) => factors?.[name]))] }));
  const cells = new Set(arms.map(({ factors }) => JSON.stringify(names.map((name) => factors?.[name]))));
  const full =
    cells.size === arms.length && factors.every(({ levels }) => levels.length === 2 && !levels.includes(undefined));
  return full ? (factors as GridFactor[]) : null;
}
