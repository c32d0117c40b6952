/** @file Did two runs see the same batches? Their digests, compared step by step. */
import type { StepColumns } from '../../../../experiments';

export type BatchComparison =
  /** At every step that both have. */
  | { kind: 'same'; steps: number }
  | { kind: 'differ'; step: number }
  /** A run without digests, or none of whose steps the other has. */
  | { kind: 'unknown' };

export function compareBatches(a: StepColumns, b: StepColumns): BatchComparison {
  const digests = new Map(a.step.map((step, i) => [step, a.batch[i]]));
  let steps = 0;
  for (const [i, step] of b.step.entries()) {
    const [first, second] = [digests.get(step), b.batch[i]];
    if (first === undefined || second === undefined) continue;
    if (first !== second) return { kind: 'differ', step };
    steps++;
  }
  return steps === 0 ? { kind: 'unknown' } : { kind: 'same', steps };
}
