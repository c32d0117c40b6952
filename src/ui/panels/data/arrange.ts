/** @file The order and the filter of the import report. */
import type { Rejection } from '../../../worker';

export interface Order {
  key: keyof Rejection;
  descending: boolean;
}

/** The rows that hold the filter text in file or reason, sorted; a whole file (no object) comes before its objects. */
export function arranged(rejected: readonly Rejection[], { key, descending }: Order, filter: string): Rejection[] {
  const wanted = filter.trim().toLowerCase();
  const sign = descending ? -1 : 1;
  return rejected
    .filter(({ file, reason }) => `${file} ${reason}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => sign * (compare(a[key], b[key]) || compare(a.file, b.file)));
}

const byName = new Intl.Collator('en', { numeric: true });

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return byName.compare(a, b);
  return Number(a ?? 0) - Number(b ?? 0);
}
