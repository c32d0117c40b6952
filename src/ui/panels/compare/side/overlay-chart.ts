/** @file What the overlaid charts have in common: the end of their axis, and their numbers as a table. */
import type { Row } from '../../../charts/curve';
import type { ChartTable } from '../../../charts/table';
import type { Side } from '../sides';
import { keyOf } from './overlay';

export interface OverlayProps {
  /** Two or more. */
  sides: readonly Side[];
  /** Where the time-lapse stands. */
  marks: readonly { x: number; label: string }[];
}

/** The steps that the longest run is to make, or made. */
export function lastStep(sides: readonly Side[]): number {
  const made = sides.map(({ kept }) => kept?.curves.steps.step.at(-1) ?? 0);
  return Math.max(1, ...made, ...sides.map(({ record }) => record.config.steps));
}

export function overlayTable(sides: readonly Side[], rows: readonly Row[]): ChartTable {
  return {
    columns: ['step', ...sides.map(({ look, record }) => `${look.letter}: ${record.name}`)],
    rows: rows.map((row) => [row.x, ...sides.map((_, i) => row[keyOf(i)] ?? null)]),
  };
}
