import { expect, test } from 'vitest';
import { describeObjects, describeOutcome, drawnOutcome, outcomeOf } from './outcome';

type View = Parameters<typeof outcomeOf>[0];
const [left, right] = [
  [0, 0, 50, 50],
  [100, 0, 150, 50],
] as [number, number, number, number][];
const view = {
  id: '000012',
  width: 200,
  height: 100,
  objects: [
    { className: 'car', box: left, difficult: false },
    { className: 'car', box: right, difficult: false },
    { className: 'dog', box: right, difficult: true },
  ],
  detections: [
    { className: 'car', box: [101, 0, 151, 50], score: 0.9, match: 'true-positive' },
    { className: 'car', box: left, score: 0.4, match: 'true-positive' },
    { className: 'cat', box: left, score: 0.35, match: 'false-positive' },
  ],
} as unknown as View;

test('a true detection finds the object of its class that it overlaps most', () => {
  const { objects } = outcomeOf(view, 0.5);
  expect(objects.map(({ found }) => found)).toEqual([false, true, false]);
});

test('a lower threshold shows more detections and finds more objects', () => {
  const { detections, objects } = outcomeOf(view, 0.3);
  expect(detections).toHaveLength(3);
  expect(objects.filter(({ found }) => found)).toHaveLength(2);
});

test('true is solid, false dashed, found corners, missed dotted', () => {
  const strokes = drawnOutcome(outcomeOf(view, 0.3)).map(({ stroke }) => stroke);
  expect(strokes).toEqual(['solid', 'solid', 'dashed', 'corners', 'corners', 'dotted']);
});

test('a crowd of detections is cut to the best ten', () => {
  const crowd = Array.from({ length: 50 }, (_, i) => ({ ...view.detections[0], score: 1 - i / 100 }));
  const drawn = drawnOutcome(outcomeOf({ ...view, objects: [], detections: crowd }, 0.1));
  expect(drawn).toHaveLength(10);
  expect(drawn[0].label).toBe('car 1.00');
});

test('words tell what the image shows', () => {
  expect(describeObjects(view)).toBe('000012: 2 car, 1 dog');
  expect(describeObjects({ ...view, objects: [] })).toBe('000012: no objects');
  expect(describeOutcome(view, 0.5)).toContain('1 detections, 1 true, 1 missed, best car 0.900');
});
