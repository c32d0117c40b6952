import { expect, test } from 'vitest';
import type { DecodedBoxes, DecodedRow } from '../../../worker';
import { describeFate, differenceOf, fateOf } from './fate';

const row = (anchor: number, classId: number, score: number, given: Partial<DecodedRow> = {}): DecodedRow => ({
  anchor,
  classId,
  score,
  box: [0, 0, 10, 10],
  suppressed: null,
  kept: true,
  ...given,
});
const boxes = (...rows: DecodedRow[]): DecodedBoxes => ({
  ms: 1,
  candidates: rows.length,
  entered: rows.length,
  rows,
});
const names = ['cat', 'dog'];
const said = (fate: ReturnType<typeof fateOf>) => describeFate(fate, (id) => names[id]);

test('the second class of an anchor is a change, and its best class is why', () => {
  const dog = row(7, 1, 0.5);
  const { shared, changes } = differenceOf({
    forwardMs: 1,
    perClass: boxes(dog, row(7, 0, 0.4)),
    argmax: boxes(dog),
  });
  expect(shared).toEqual([dog]);
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({ givenBy: 'per-class', row: { classId: 0 }, fate: { kind: 'other-class' } });
  expect(said(changes[0].fate)).toBe("the anchor's best class is dog 0.500");
});

test('a row that per class suppresses may survive by argmax', () => {
  const cat = row(3, 0, 0.6);
  const perClass = boxes(row(4, 1, 0.8), row(4, 0, 0.7), { ...cat, kept: false, suppressed: { by: 1, iou: 0.71 } });
  const { changes } = differenceOf({ forwardMs: null, perClass, argmax: boxes(row(4, 1, 0.8), cat) });
  expect(changes.map(({ givenBy, row }) => [givenBy, row.anchor, row.classId])).toEqual([
    ['per-class', 4, 0],
    ['argmax', 3, 0],
  ]);
  expect(said(changes[1].fate)).toBe('removed by cat 0.700, IoU 0.71');
});

test('the same detections leave no change', () => {
  const same = boxes(row(1, 0, 0.9), row(2, 1, 0.8));
  expect(differenceOf({ forwardMs: 1, perClass: same, argmax: same }).changes).toEqual([]);
});

test('a candidate outside the top k, one beyond the limit, and a detection are told apart', () => {
  const decoded = boxes(row(1, 0, 0.9), row(2, 0, 0.8, { kept: false }));
  expect(fateOf(row(5, 0, 0.1), 'per-class', decoded).kind).toBe('outside-top-k');
  // Per class, another class of the anchor is no reason.
  expect(fateOf(row(1, 1, 0.1), 'per-class', decoded).kind).toBe('outside-top-k');
  expect(fateOf(row(1, 1, 0.1), 'argmax', decoded).kind).toBe('other-class');
  expect(fateOf(row(2, 0, 0.8), 'argmax', decoded).kind).toBe('beyond-limit');
  expect(fateOf(row(1, 0, 0.9), 'argmax', decoded).kind).toBe('detected');
});
