/** @file The columns of the table of runs: what each is called, and by what a run is ordered under it. */
import type { Experiment, RunRecord } from '../../../../experiments';
import type { ChartTable } from '../../../charts/table';
import { statuses, tricksOf } from './words';

/** A run with the name of its experiment. */
export interface ListedRun {
  record: RunRecord;
  experiment: string | null;
}

interface Column {
  label: string;
  numeric?: true;
  title?: string;
  /** An unknown value is null. */
  order(run: ListedRun): string | number | null;
}

/** The columns that tell most come first: on a narrow screen they are in view. */
export const columns = {
  name: { label: 'Name', order: ({ record }) => record.name },
  status: { label: 'Status', order: ({ record }) => statuses.indexOf(record.status) },
  map07: {
    label: 'mAP07',
    numeric: true,
    title: 'Of the last evaluation',
    order: ({ record }) => record.summary.map07,
  },
  confidence: {
    label: 'Confidence loss',
    numeric: true,
    title: 'Per positive, mean of the last 100 steps',
    order: ({ record }) => record.summary.confidence,
  },
  experiment: {
    label: 'Experiment',
    order: ({ record, experiment }) => (record.experiment === null ? null : `${experiment} ${record.experiment.arm}`),
  },
  seed: { label: 'Seed', numeric: true, order: ({ record }) => record.config.seed },
  tricks: { label: 'Tricks', order: ({ record }) => tricksOf(record.config) },
  steps: { label: 'Steps', numeric: true, order: ({ record }) => record.summary.step },
  msPerStep: { label: 'ms/step', numeric: true, title: 'Median', order: ({ record }) => record.summary.msPerStep },
  created: { label: 'Created', order: ({ record }) => record.created },
} as const satisfies Record<string, Column>;

export type ColumnKey = keyof typeof columns;
export const columnEntries = Object.entries(columns) as [ColumnKey, Column][];

/** The runs that were not deleted, with the names of their experiments. */
export function listedRuns(records: readonly RunRecord[], experiments: readonly Experiment[]): ListedRun[] {
  const names = new Map(experiments.map(({ id, name }) => [id, name]));
  return records
    .filter(({ deleted }) => deleted === null)
    .map((record) => ({ record, experiment: record.experiment && (names.get(record.experiment.id) ?? null) }));
}

/** All that a record says in one row a run, for the CSV. */
export function runTable(runs: readonly ListedRun[]): ChartTable {
  const rows = runs.map(({ record, experiment }) => {
    const { config, summary, environment } = record;
    return {
      id: record.id,
      name: record.name,
      tags: record.tags.join(', '),
      status: record.status,
      error: record.error,
      experiment,
      arm: record.experiment?.arm ?? null,
      seed: config.seed,
      model: config.model,
      data: record.data?.name ?? config.data.kind,
      normalization: config.normalization,
      sampleScale: config.normalization === 'sample' ? config.sampleScale : null,
      initializer: config.initializer,
      reinitialize: config.reinitialize.map(({ target, scheme }) => `${target} ${scheme}`).join('; '),
      decoder: config.decoder,
      optimizer: config.optimizer.kind,
      learningRate: config.optimizer.learningRate,
      batch: config.batch,
      plannedSteps: config.steps,
      ...summary,
      weights: String(summary.weights),
      backend: environment?.backend ?? null,
      adapter: environment?.adapter ?? null,
      created: record.created,
    };
  });
  return { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) };
}
