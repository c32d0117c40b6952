import { expect, test } from 'vitest';
import type { DecodedRow } from '../../../worker';
import { decidingStep, nmsSteps, stateOf } from './nms-steps';

const row = (suppressed: DecodedRow['suppressed']): DecodedRow => ({
  classId: 0,
  score: 0.5,
  box: [0, 0, 10, 10],
  anchor: 0,
  suppressed,
  kept: suppressed === null,
});
/** Ranks 0, 2 and 5 survive; 0 removes 1 and 4, 2 removes 3. */
const rows = [null, 0, null, 2, 0, null].map((by) => row(by === null ? null : { by, iou: 0.6 }));
const steps = nmsSteps(rows);

test('each survivor is a step, by rank, with the rows it removes', () => {
  expect(steps).toEqual([
    { survivor: 0, victims: [1, 4] },
    { survivor: 2, victims: [3] },
    { survivor: 5, victims: [] },
  ]);
});

test('while the second survivor has its turn, the first is done, its victims are gone and the last row waits', () => {
  expect(rows.map((_, rank) => stateOf(rows, rank, 2))).toEqual([
    'survivor',
    'removed',
    'current',
    'victim',
    'removed',
    'waiting',
  ]);
});

test('at the first step nothing is gone yet, at the last nothing waits', () => {
  expect(rows.map((_, rank) => stateOf(rows, rank, 0))).toEqual([
    'current',
    'victim',
    'waiting',
    'waiting',
    'victim',
    'waiting',
  ]);
  expect(rows.map((_, rank) => stateOf(rows, rank, 5))).not.toContain('waiting');
});

test('the fate of a removed row is decided in the step of its suppressor', () => {
  expect(rows.map((_, rank) => decidingStep(rows, steps, rank))).toEqual([0, 0, 1, 1, 0, 2]);
});

test('no rows, no steps', () => {
  expect(nmsSteps([])).toEqual([]);
});
