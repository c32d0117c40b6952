/** @file The cells of a grid as small multiples: a panel a level of the third factor, a line a level of the second. */
import { type Arm, type CompareStatistics, type GridFactor, gridFactors, type Sample } from '../../../../experiments';

export interface GridPanel {
  /** The levels of the third factor and beyond; empty for a grid of two. */
  name: string;
  lines: { name: string; points: { name: string; sample: Sample | null }[] }[];
}

export interface Grid {
  factors: GridFactor[];
  panels: GridPanel[];
}

/** Null for arms that are no grid of two factors or more. */
export function gridOf(arms: readonly Arm[], { arms: samples }: Pick<CompareStatistics, 'arms'>): Grid | null {
  const factors = gridFactors(arms);
  if (factors === null || factors.length < 2) return null;
  const [along, line, ...rest] = factors;
  const sampleAt = (levels: Record<string, string>) => {
    const arm = arms.find((candidate) =>
      Object.entries(levels).every(([name, level]) => candidate.factors?.[name] === level),
    );
    return samples.find(({ name }) => name === arm?.name)?.sample ?? null;
  };
  const panels = combinations(rest).map((fixed) => ({
    name: Object.values(fixed).join(', '),
    lines: line.levels.map((level) => ({
      name: level,
      points: along.levels.map((point) => ({
        name: point,
        sample: sampleAt({ ...fixed, [line.name]: level, [along.name]: point }),
      })),
    })),
  }));
  return { factors, panels };
}

function combinations(factors: readonly GridFactor[]): Record<string, string>[] {
  return factors.reduce<Record<string, string>[]>(
    (all, { name, levels }) => all.flatMap((one) => levels.map((level) => ({ ...one, [name]: level }))),
    [{}],
  );
}
