import { expect, test } from 'vitest';
import type { Snapshot, SnapshotDetection } from '../../../../experiments';
import type { SampleView } from '../../../../worker';
import { framesAt, shownStep, snapshotAt, snapshotSteps } from './frames';

const found = (score: number): SnapshotDetection => ({
  className: 'car',
  box: [0, 0, 9, 9],
  score,
  match: 'true-positive',
});
/** As kept pictures are: views without detections of their own. */
const picture = (id: string) => ({ id, width: 96, height: 96, objects: [], detections: [] }) as unknown as SampleView;
const run = (ids: string[], ...snapshots: Snapshot[]) => ({ pictures: ids.map(picture), snapshots });
const at = (step: number, ...scores: number[]): Snapshot => ({
  step,
  detections: scores.map((score) => [found(score)]),
});
const scores = (frames: ReturnType<typeof framesAt>) =>
  frames.map((row) => row.map(({ detections }) => detections?.[0].score ?? null));

const a = run(['x', 'y'], at(100, 0.1, 0.2), at(200, 0.3, 0.4));
const b = run(['y', 'x', 'z'], at(150, 0.5, 0.6, 0.7));

test('the steps of the slider are those of all runs', () => {
  expect(snapshotSteps([a, b])).toEqual([100, 150, 200]);
  expect(snapshotSteps([])).toEqual([]);
});

test('the step that is looked at is the chosen one, or the last', () => {
  expect([shownStep([100, 150], 100), shownStep([100, 150], null), shownStep([100, 150], 7), shownStep([], 7)]).toEqual(
    [100, 150, 150, null],
  );
});

test('a run shows its latest snapshot up to the step', () => {
  expect(snapshotAt(a.snapshots, 150)?.step).toBe(100);
  expect(snapshotAt(a.snapshots, 200)?.step).toBe(200);
  expect(snapshotAt(a.snapshots, 99)).toBeNull();
});

test('images are paired by their id, in the order of A; what one run lacks is left out', () => {
  const frames = framesAt([a, b], 150);
  expect(frames.map((row) => row.map(({ id }) => id))).toEqual([
    ['x', 'x'],
    ['y', 'y'],
  ]);
  expect(scores(frames)).toEqual([
    [0.1, 0.6],
    [0.2, 0.5],
  ]);
});

test('before its first snapshot a run shows the image alone', () => {
  expect(scores(framesAt([a, b], 100))).toEqual([
    [0.1, null],
    [0.2, null],
  ]);
});

test('the same step gives the very same views', () => {
  expect(framesAt([a, b], 150)[0][0]).toBe(framesAt([a, b], 199)[0][0]);
});

test('no run has no frames', () => {
  expect(framesAt([], 5)).toEqual([]);
});
