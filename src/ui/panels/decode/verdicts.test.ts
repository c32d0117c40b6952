import { expect, test } from 'vitest';
import type { DecodedBoxes, DecodedRow } from '../../../worker';
import { verdictsOf } from './verdicts';

const row = (anchor: number, classId: number, score: number): DecodedRow => ({
  anchor,
  classId,
  score,
  box: [0, 0, 10, 10],
  suppressed: null,
  kept: true,
});
const boxes = (...rows: DecodedRow[]): DecodedBoxes => ({
  ms: 1,
  candidates: rows.length,
  entered: rows.length,
  rows,
});
/** The tutorial's six: dog is class 3, cat class 4. */
const six = Float32Array.of(-1, -2, 3, 4, 6.5, 6.4);
const decoded = {
  forwardMs: null,
  perClass: boxes(row(9, 3, 0.496), row(9, 4, 0.448)),
  argmax: boxes(row(9, 3, 0.496)),
};

test('the most likely class comes first, with the fate of each decoder', () => {
  const [dog, cat] = verdictsOf(9, six, decoded, 0.05);
  expect([dog.column, dog.logit]).toEqual([4, 6.5]);
  expect(dog.fates).toEqual({ 'per-class': { kind: 'detected' }, argmax: { kind: 'detected' } });
  expect(cat.fates).toMatchObject({ 'per-class': { kind: 'detected' }, argmax: { kind: 'other-class' } });
  expect(cat.probability).toBeCloseTo(0.4484, 4);
});

test('background and classes up to the threshold have no fate', () => {
  const verdicts = verdictsOf(9, six, decoded, 0.05);
  expect(verdicts.filter(({ fates }) => fates === null).map(({ column }) => column)).toEqual([3, 2, 0, 1]);
});

test('of equal classes argmax takes the first, and a class that did not enter is outside the top k', () => {
  const equal = verdictsOf(2, Float32Array.of(0, 1, 1), { ...decoded, perClass: boxes(), argmax: boxes() }, 0.01);
  expect(equal.map(({ column, fates }) => [column, fates?.argmax.kind])).toEqual([
    [1, 'outside-top-k'],
    [2, 'other-class'],
    [0, undefined],
  ]);
});
