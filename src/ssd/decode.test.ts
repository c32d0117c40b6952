import { expect, test } from 'vitest';
import { type DetectInput, detect, detectionRows } from './decode';

/** Two anchors far apart, background and two classes. */
const input: DetectInput = {
  probabilities: Float32Array.of(0.25, 0.5, 0.25, 0.75, 0, 0.25),
  boxes: Float32Array.of(0, 0, 10, 10, 50, 50, 60, 60),
  anchors: 2,
  classes: 3,
  decoder: 'per-class',
};

test('per class, an anchor may yield every class; argmax only its best', () => {
  const perClass = detect(input);
  expect([...perClass.classIds]).toEqual([0, 1, 1]);
  expect([...perClass.scores]).toEqual([0.5, 0.25, 0.25]);
  expect([...perClass.boxes.subarray(8)]).toEqual([50, 50, 60, 60]);
  const argmax = detect({ ...input, decoder: 'argmax' });
  expect([...argmax.classIds]).toEqual([0, 1]);
  expect([...argmax.scores]).toEqual([0.5, 0.25]);
});

test('argmax drops the background before it looks, and takes the first of equals', () => {
  const probabilities = Float32Array.of(0.98, 0.01, 0.01, 0.5, 0.25, 0.25);
  const { classIds, scores } = detect({ ...input, probabilities, decoder: 'argmax', scoreThreshold: 0.005 });
  expect([...classIds]).toEqual([0, 0]);
  expect(scores[1]).toBe(Math.fround(0.01));
});

test('a score of exactly the threshold is left out', () => {
  expect(detect({ ...input, scoreThreshold: 0.25 }).count).toBe(1);
  expect(detect({ ...input, scoreThreshold: 0.25, validThreshold: 0 }).count).toBe(1);
  expect(detect({ ...input, scoreThreshold: 0, validThreshold: 0.25 }).count).toBe(1);
  expect(detect({ ...input, scoreThreshold: 0.249 }).count).toBe(3);
});

test('all background finds nothing', () => {
  const found = detect({ ...input, probabilities: Float32Array.of(1, 0, 0, 1, 0, 0) });
  expect(found).toEqual({
    classIds: new Int32Array(),
    scores: new Float32Array(),
    boxes: new Float32Array(),
    count: 0,
  });
});

test('the limits apply to all classes together: topK before the suppression, postNms after it', () => {
  expect([...detect({ ...input, topK: 2 }).scores]).toEqual([0.5, 0.25]);
  expect([...detect({ ...input, postNms: 1 }).scores]).toEqual([0.5]);
  expect(detect({ ...input, postNms: 0, topK: -1 }).count).toBe(3);
});

test('overlapping boxes of one class leave the better', () => {
  const boxes = Float32Array.of(0, 0, 10, 10, 0, 1, 10, 11);
  expect([
    ...detect({ ...input, boxes, probabilities: Float32Array.of(0.25, 0.5, 0.25, 0, 0.75, 0.25) }).classIds,
  ]).toEqual([0, 1]);
});

test.each([0, 1, 1.5])('a suppression threshold of %f turns off ranking and limits too', (nmsThreshold) => {
  const { rows, stages } = detectionRows({ ...input, nmsThreshold, topK: 1, postNms: 1 });
  expect(stages).toBeNull();
  // Class major: both anchors of class 0, the second below the threshold, then both of class 1.
  expect([0, 1, 2, 3].map((row) => [...rows.subarray(row * 6, row * 6 + 2)])).toEqual([
    [0, 0.5],
    [-1, 0],
    [1, 0.25],
    [1, 0.25],
  ]);
  expect([...rows.subarray(8, 12)]).toEqual([50, 50, 60, 60]);
});

test('the rows of the reference are filled up with -1', () => {
  const { rows, stages } = detectionRows(input);
  expect(rows).toHaveLength(4 * 6);
  expect([...rows.subarray(18)]).toEqual([-1, -1, -1, -1, -1, -1]);
  expect(stages).toEqual({ candidates: 3, entered: 3, survived: 3 });
});

test('the classes of a large untrained output are cut to 400 and 100 rows', () => {
  const anchors = 8732;
  const { stages, rows } = detectionRows({
    probabilities: new Float32Array(anchors * 21).fill(1 / 21),
    boxes: Float32Array.from({ length: anchors * 4 }, (_, i) => Math.floor(i / 4) * 20 + (i % 4 < 2 ? 0 : 10)),
    anchors,
    classes: 21,
    decoder: 'per-class',
  });
  expect(stages).toEqual({ candidates: 174640, entered: 400, survived: 400 });
  expect(rows).toHaveLength(600);
  // Equal scores keep class-major order.
  expect(rows[0]).toBe(0);
  expect(rows[99 * 6 + 2]).toBe(99 * 20);
});

test('arrays of the wrong length are refused', () => {
  expect(() => detect({ ...input, classes: 2 })).toThrow('got 6 probabilities and 8 box numbers; expected 4 and 8');
});
