import { expect, test } from 'vitest';
import { fallingCurves, pairedExperiment } from '../stored-run.fixture';
import { type KnownRuns, renamedApart } from './renamed-apart';

const { experiment, runs } = pairedExperiment('e', [1]);
const imported = { runs, experiments: [experiment] };
const nothing: KnownRuns = { curves: new Map(), experiments: new Set() };

/** `new1`, `new2`, ... */
function counter() {
  let count = 0;
  return () => `new${++count}`;
}

test('what is not known keeps its ids', () => {
  expect(renamedApart(imported, nothing)).toEqual(imported);
});

test('what is kept already is left out', () => {
  const known = {
    curves: new Map(runs.map(({ record, curves }) => [record.id, structuredClone(curves)])),
    experiments: new Set(['e']),
  };
  expect(renamedApart(imported, known)).toEqual({ runs: [], experiments: [] });
});

test('another run under the same id is renamed, and its experiment with it', () => {
  const known = { curves: new Map([['a1', fallingCurves(5)]]), experiments: new Set(['e']) };
  const added = renamedApart(imported, known, counter());
  expect(added.runs.map(({ record: { id, experiment } }) => [id, experiment?.id])).toEqual([
    ['new1', 'new2'],
    ['b1', 'new2'],
  ]);
  expect(added.experiments).toMatchObject([{ id: 'new2', runs: [{ arm: 'a', run: 'new1' }, { arm: 'b', run: 'b1' }] }]); // biome-ignore format: one line
  expect(added.runs[0].curves).toBe(runs[0].curves);
});

test('an experiment that is new refers to the run that is kept', () => {
  const known = { curves: new Map([['a1', runs[0].curves]]), experiments: new Set<string>() };
  const added = renamedApart(imported, known, counter());
  expect(added.runs.map(({ record }) => record.id)).toEqual(['b1']);
  expect(added.experiments).toEqual([experiment]);
});

test('new ids are unique everywhere', () => {
  const known = {
    curves: new Map(runs.map(({ record }) => [record.id, fallingCurves(9)])),
    experiments: new Set<string>(),
  };
  const ids = [renamedApart(imported, known), renamedApart(imported, known)].flatMap(({ runs }) =>
    runs.map(({ record }) => record.id),
  );
  expect(new Set(ids).size).toBe(4);
});
