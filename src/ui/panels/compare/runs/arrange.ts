/** @file The order and the filter of the table of runs. */
import type { RecordStatus, RunRecord } from '../../../../experiments';
import { type ColumnKey, columns, type ListedRun } from './columns';
import { statusWords, tricksOf } from './words';

export interface Arrangement {
  key: ColumnKey;
  descending: boolean;
  /** Words that a run must hold, all of them: in name, tags, experiment, arm, status or a value of its configuration. */
  text: string;
  status: RecordStatus | 'all';
}

export const newestFirst: Arrangement = { key: 'created', descending: true, text: '', status: 'all' };

/** The runs that pass the filter, in order; those without a value come last either way, and equal ones newest first. */
export function arranged(runs: readonly ListedRun[], { key, descending, text, status }: Arrangement): ListedRun[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const sign = descending ? -1 : 1;
  const { order } = columns[key];
  return runs
    .filter(({ record }) => status === 'all' || record.status === status)
    .filter((run) => words.every((word) => searchable(run).includes(word)))
    .map((run) => ({ run, value: order(run) }))
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compare(a.value, b.value) || compare(b.run.record.created, a.run.record.created);
    })
    .map(({ run }) => run);
}

const byName = new Intl.Collator('en', { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' && typeof b === 'string' ? byName.compare(a, b) : Number(a) - Number(b);
}

/** What a record says does not change, so its text is made once. */
const texts = new WeakMap<RunRecord, string>();

function searchable({ record, experiment }: ListedRun): string {
  let text = texts.get(record);
  if (text === undefined) {
    const { name, tags, status, config } = record;
    const parts = [
      name,
      ...tags,
      statusWords[status].label,
      record.experiment?.arm,
      tricksOf(config),
      ...values(config),
    ];
    text = parts.join(' ').toLowerCase();
    texts.set(record, text);
  }
  return experiment === null ? text : `${text} ${experiment.toLowerCase()}`;
}

/** The values of a configuration without their names: "sample" is to find sample-wise runs, not every `sampleScale`. */
function values(node: unknown): unknown[] {
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(values) : [node];
}
