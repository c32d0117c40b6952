import { expect, test } from 'vitest';
import { anchorSpecs, generateAnchors, makeTargets } from '../../../ssd';
import { mineImage } from './matched';
import { markedAnchors, markOf, type Scene, shownCell } from './scene';

const spec = anchorSpecs.ssd_300_vgg16_atrous;
const anchors = generateAnchors(spec);
const targets = makeTargets(anchors, Float32Array.of(10, 20, 80, 90), Int32Array.of(1));
const scene: Scene = {
  spec,
  anchors,
  targets,
  hard: mineImage(new Float32Array(anchors.count), targets, 3),
  objects: [{ classId: 1, box: [10, 20, 80, 90] }],
  labels: [{ text: '1 bicycle', colour: '#000000' }],
  iouThreshold: 0.5,
  grids: [],
  heat: null,
  positives: true,
  hardNegatives: true,
  focusedObject: null,
  selectedObject: null,
  focusedAnchor: null,
  selectedAnchor: null,
};

test('positives and hard negatives have marks, and either can be left out', () => {
  expect(markedAnchors(scene)).toHaveLength(13 + 39);
  expect(markedAnchors({ ...scene, hardNegatives: false })).toHaveLength(13);
  expect(markedAnchors({ ...scene, positives: false })).toHaveLength(39);
  expect(markedAnchors({ ...scene, hard: null })).toHaveLength(13);
});

test('every anchor of the picked cell has a mark, those that take no part too', () => {
  const picked = { ...scene, positives: false, hardNegatives: false, selectedAnchor: 8000 };
  expect(shownCell(picked)).toMatchObject({ map: 2 });
  const marked = markedAnchors(picked);
  expect(marked).toHaveLength(6);
  expect(marked).toContain(8000);
});

test('the marks of a cell stand around its centre, no two at one place', () => {
  const marks = [6130, 6131, 6132, 6133, 6134, 6135].map((a) => markOf(anchors, a, 0.5));
  expect(new Set(marks.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 6;
  expect(mean(marks.map(({ x }) => x))).toBeCloseTo(40, 5);
  expect(mean(marks.map(({ y }) => y))).toBeCloseTo(56, 5);
});
