/**
 * @file What of an import is new here: nothing that is kept is ever overwritten.
 */
import { type RunCurves, type StoredRun, stepColumns } from '../record';
import type { RunCollection } from './bundle';

/** What is kept under the ids of an import. */
export interface KnownRuns {
  /** The curves of the runs. */
  curves: ReadonlyMap<string, RunCurves>;
  /** Ids of the experiments. */
  experiments: ReadonlySet<string>;
}

/**
 * The runs and experiments to add. A run that is kept already, by its id and its curves, is left out; one that shares an
 * id with another run gets a new id, and the experiments follow.
 */
export function renamedApart(
  { runs, experiments }: RunCollection,
  known: KnownRuns,
  newId: () => string = () => crypto.randomUUID(),
): RunCollection {
  const isKept = ({ record, curves }: StoredRun) => {
    const kept = known.curves.get(record.id);
    return kept !== undefined && sameCurves(kept, curves);
  };
  const added = runs.filter((run) => !isKept(run));
  const runIds = new Map(added.map(({ record: { id } }) => [id, known.curves.has(id) ? newId() : id]));
  const fresh = experiments.filter(
    ({ id, runs }) => !known.experiments.has(id) || runs.some(({ run }) => runIds.has(run)),
  );
  const experimentIds = new Map(fresh.map(({ id }) => [id, known.experiments.has(id) ? newId() : id]));
  return {
    runs: added.map(({ record, ...parts }) => {
      const { experiment } = record;
      const moved = experiment && { ...experiment, id: experimentIds.get(experiment.id) ?? experiment.id };
      return { ...parts, record: { ...record, id: runIds.get(record.id)!, experiment: moved } };
    }),
    experiments: fresh.map((experiment) => ({
      ...experiment,
      id: experimentIds.get(experiment.id)!,
      runs: experiment.runs.map((place) => ({ ...place, run: runIds.get(place.run) ?? place.run })),
    })),
  };
}

function sameCurves(a: RunCurves, b: RunCurves): boolean {
  const sameColumn = (x: readonly number[], y: readonly number[]) =>
    x.length === y.length && x.every((value, i) => value === y[i]);
  const evals = ({ evals }: RunCurves) => evals.map(({ step, map07, map12 }) => [step, map07, map12]);
  return (
    stepColumns.every((name) => sameColumn(a.steps[name], b.steps[name])) &&
    JSON.stringify(evals(a)) === JSON.stringify(evals(b))
  );
}
