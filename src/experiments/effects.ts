/**
 * @file What each factor of a 2^k grid does, and what factors do together: contrasts over all arms of a seed, then an
 * interval over the seeds. Every arm serves every effect, so the grid tells more than its runs would two by two.
 *
 * Source: Box, Hunter and Hunter, Statistics for Experimenters, 2nd ed., ch. 5. The intervals are of 95% each: among the
 * seven of three factors one leaves out 0 by chance in about three grids of ten.
 */
import type { Arm } from './compare';
import { type GridFactor, gridFactors } from './grid';
import { type Comparison, compareArms } from './statistics';

export interface Effect {
  /** One is a main effect, more are an interaction. */
  factors: string[];
  /** Those under which every arm has a score. */
  seeds: number[];
  /**
   * One a seed. Main effect: the mean with the trick less the mean without, over all levels of the others. Interaction:
   * half of what the one adds with the other less what it adds without, and so on.
   */
  values: number[];
  /** Null without such a seed. */
  comparison: Comparison | null;
}

/**
 * Main effects, then interactions of two factors, then of more.
 *
 * @param arms   a full grid, as `gridPlan` makes it
 * @param scores by arm and seed; null for a run that failed
 * @throws RangeError if the arms are no full grid
 */
export function gridEffects(
  arms: readonly Arm[],
  scores: ReadonlyMap<string, ReadonlyMap<number, number | null>>,
): Effect[] {
  const factors = gridFactors(arms);
  if (factors === null) {
    const found = arms.map(({ name, factors }) => `${name} ${JSON.stringify(factors ?? {})}`);
    throw new RangeError(`gridEffects: got ${found.join('; ')}; expected every combination of two levels a factor`);
  }
  const tables = arms.map(({ name }) => scores.get(name));
  const seeds = [...(tables[0]?.keys() ?? [])].filter((seed) => tables.every((table) => table?.get(seed) != null));
  return subsets(factors).map((subset) => {
    const signs = arms.map((arm) => signOf(arm, subset));
    const divisor = arms.length / 2;
    const values = seeds.map((seed) => signs.reduce((sum, sign, i) => sum + sign * tables[i]!.get(seed)!, 0) / divisor);
    const comparison = values.length === 0 ? null : compareArms(values);
    return { factors: subset.map(({ name }) => name), seeds, values, comparison };
  });
}

/** -1 for an odd number of factors that are without their trick. */
function signOf(arm: Arm, factors: readonly GridFactor[]): number {
  return factors.reduce((sign, { name, levels }) => (arm.factors?.[name] === levels[1] ? sign : -sign), 1);
}

/** All but the empty one, the smallest first. */
function subsets<T>(items: readonly T[]): T[][] {
  const codes = Array.from({ length: 2 ** items.length - 1 }, (_, i) => i + 1);
  const all = codes.map((code) => items.filter((_, i) => (code >> i) & 1));
  return all.toSorted((a, b) => a.length - b.length);
}
