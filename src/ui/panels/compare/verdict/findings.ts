/** @file What an experiment says, one sentence a question: each arm against the baseline, or each factor of a grid. */
import { type CompareStatistics, type Comparison, type Effect, verdictWords } from '../../../../experiments';
import type { Grid } from './grid-cells';

export interface Finding {
  /** The arm or the factor. */
  name: string;
  comparison: Comparison | null;
  sentence: string;
}

/** @param effects of the grid, if the arms are one: its factors say more than its arms, each by all runs */
export function findingsOf(
  { comparisons }: CompareStatistics,
  grid: Grid | null,
  effects: readonly Effect[],
): Finding[] {
  if (grid === null) {
    return comparisons.map(({ arm, baseline, comparison }) => ({
      name: arm,
      comparison,
      sentence: sentenceOf(verdictWords(comparison, { arm, baseline })),
    }));
  }
  return grid.factors.map(({ name, levels: [baseline, arm] }) => {
    const main = effects.find(({ factors }) => factors.length === 1 && factors[0] === name);
    const comparison = main?.comparison ?? null;
    return { name, comparison, sentence: sentenceOf(verdictWords(comparison, { arm, baseline })) };
  });
}

/** With a capital and a full stop. */
function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
