import { expect, test } from 'vitest';
import { anchorsFromCenters, generateAnchors } from './anchors';
import { decodeOffsets } from './codec';
import { anchorSpecs } from './spec';
import { makeTargets, sampledClassTargets } from './targets';

const squares = anchorsFromCenters(Float32Array.of(10, 10, 20, 20, 30, 10, 20, 20, 50, 10, 20, 20));
const ssd300 = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);

test('a matched anchor gets class id + 1 and offsets, the others 0', () => {
  const targets = makeTargets(squares, Float32Array.of(22, 0, 42, 20), Int32Array.of(6));
  expect([...targets.classTargets]).toEqual([0, 7, 0]);
  expect(targets.boxTargets).toEqual(Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0));
  expect(targets.positives).toBe(1);
});

test('rows of a negative id are left out whatever their box', () => {
  const boxes = Float32Array.of(0, 0, 20, 20, 20, 0, 40, 20);
  const targets = makeTargets(squares, boxes, Int32Array.of(-1, 4));
  expect([...targets.classTargets]).toEqual([0, 5, 0]);
  expect([...targets.match]).toEqual([-1, 1, -1]);
});

test('an image without objects has no positives and only finite targets', () => {
  for (const targets of [
    makeTargets(squares, new Float32Array(), new Int32Array()),
    makeTargets(squares, new Float32Array(8).fill(-1), Int32Array.of(-1, -1)),
  ]) {
    expect(targets.positives).toBe(0);
    expect([...targets.classTargets, ...targets.boxTargets].every((value) => value === 0)).toBe(true);
  }
});

test('the box targets of every positive decode to its object', () => {
  const boxes = Float32Array.of(10, 10, 30, 30, 40, 40, 60, 60, 100, 110, 120, 140);
  const { match, boxTargets } = makeTargets(ssd300, boxes, Int32Array.of(1, 3, 7));
  const decoded = decodeOffsets(boxTargets, ssd300.centers);
  match.forEach((g, a) => {
    for (let i = 0; g >= 0 && i < 4; i++) expect(decoded[a * 4 + i]).toBeCloseTo(boxes[g * 4 + i], 3);
  });
});

test('the two images of the tutorial have 13 and 23 positives', () => {
  // Source: GluonCV's SSD tutorial with SSD300.
  const first = makeTargets(ssd300, Float32Array.of(10, 20, 80, 90), Int32Array.of(1));
  const boxes = Float32Array.of(10, 10, 30, 30, 40, 40, 60, 60, 50, 50, 90, 90, 100, 110, 120, 140);
  const second = makeTargets(ssd300, boxes, Int32Array.of(1, 3, 5, 7));
  expect([first.positives, second.positives]).toEqual([13, 23]);
});

test('boxes and ids that differ in number are refused', () => {
  expect(() => makeTargets(squares, new Float32Array(8), new Int32Array(1))).toThrow('got 8 box numbers and 1 ids');
});

test('after sampling a target is the class, background, or ignored', () => {
  const sampled = sampledClassTargets(Int32Array.of(3, 0, 0, 5), Int8Array.of(1, -1, 0, -1));
  expect([...sampled]).toEqual([3, 0, -1, 0]);
});
