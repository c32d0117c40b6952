/** @file Non-maximum suppression as a sequence: each survivor, by rank, removes those of its class that overlap it. */
import type { DecodedRow } from '../../../worker';

/** One survivor and the rows it removes, all as ranks; the victims by rank, so by descending score. */
export interface NmsStep {
  survivor: number;
  victims: number[];
}

/** What a row is while a survivor has its turn. */
export type RowState = 'waiting' | 'survivor' | 'current' | 'victim' | 'removed';

/** @param rows by rank, as they entered the suppression */
export function nmsSteps(rows: readonly DecodedRow[]): NmsStep[] {
  const steps: NmsStep[] = [];
  const stepOf = new Map<number, NmsStep>();
  rows.forEach(({ suppressed }, rank) => {
    if (suppressed !== null) stepOf.get(suppressed.by)?.victims.push(rank);
    else {
      const step = { survivor: rank, victims: [] };
      steps.push(step);
      stepOf.set(rank, step);
    }
  });
  return steps;
}

/** @param current rank of the survivor whose turn it is */
export function stateOf(rows: readonly DecodedRow[], rank: number, current: number): RowState {
  const { suppressed } = rows[rank];
  if (rank === current) return 'current';
  if (suppressed === null) return rank < current ? 'survivor' : 'waiting';
  if (suppressed.by === current) return 'victim';
  return suppressed.by < current ? 'removed' : 'waiting';
}

/** The step in which the fate of a row is decided: its own, or that of its suppressor. */
export function decidingStep(rows: readonly DecodedRow[], steps: readonly NmsStep[], rank: number): number {
  const survivor = rows[rank].suppressed?.by ?? rank;
  return steps.findIndex((step) => step.survivor === survivor);
}
