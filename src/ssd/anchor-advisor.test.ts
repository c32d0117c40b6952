import { expect, test } from 'vitest';
import { clusteredAnchors, suggestAnchors } from './anchor-advisor';
import { bestIou } from './anchor-fit';
import { generateAnchors } from './anchors';
import { Random } from './random';
import type { Shape } from './shape-clusters';
import { anchorSpecs } from './spec';

const spec = anchorSpecs.ssd_96_lab;
const options = () => ({ iouThreshold: 0.5, random: new Random('advice') });

/** Boxes of one shape all over the input. */
function boxesOf(width: number, height: number, count = 60): Float32Array {
  const random = new Random('boxes');
  return Float32Array.from(
    Array.from({ length: count }, () => {
      const [x, y] = [random.uniform(0, 96 - width), random.uniform(0, 96 - height)];
      return [x, y, x + width, y + height];
    }).flat(),
  );
}

const reached = (anchors: typeof spec, boxes: Float32Array) =>
  bestIou(anchors, boxes).filter((iou) => iou >= 0.5).length;

test('anchors for long flat boxes reach what the present ones do not', () => {
  const boxes = boxesOf(80, 12);
  const suggested = suggestAnchors(spec, boxes, options());
  expect(reached(spec, boxes)).toBe(0);
  expect(reached(suggested, boxes)).toBeGreaterThan(30);
});

test('the network stays as it is: the same maps, and as many anchors a cell', () => {
  const suggested = suggestAnchors(spec, boxesOf(30, 50), options());
  expect(suggested.maps).toBe(spec.maps);
  expect(suggested.ratios.map((ratios) => ratios.length)).toEqual([3, 3, 3]);
  expect(suggested.ratios.map(([first]) => first)).toEqual([1, 1, 1]);
  expect(generateAnchors(suggested).count).toBe(generateAnchors(spec).count);
  expect(suggested.sizes).toEqual(suggested.sizes.toSorted((a, b) => a - b));
});

test('what is suggested is never worse, and the same for the same seed', () => {
  const random = new Random('mixed');
  const boxes = Float32Array.from(
    Array.from({ length: 80 }, () => {
      const [x, y] = [random.uniform(0, 60), random.uniform(0, 60)];
      return [x, y, x + random.uniform(6, 36), y + random.uniform(6, 36)];
    }).flat(),
  );
  const value = (anchors: typeof spec) =>
    bestIou(anchors, boxes).reduce((sum, iou) => sum + iou + Number(iou >= 0.5), 0);
  const suggested = suggestAnchors(spec, boxes, options());
  expect(value(suggested)).toBeGreaterThan(value(spec));
  expect(suggestAnchors(spec, boxes, options())).toEqual(suggested);
});

test('without boxes, or with fewer shapes than maps, the present anchors are all that can be said', () => {
  expect(suggestAnchors(spec, new Float32Array(0), options())).toBe(spec);
  expect(clusteredAnchors(spec, [[10, 10]], new Random(1))).toBe(spec);
});

test('clusters become sizes by their area and ratios by their form', () => {
  const shapes: Shape[] = [
    [10, 20],
    [20, 10],
    [40, 20],
    [20, 40],
    [40, 80],
    [80, 40],
  ];
  const { sizes, ratios } = clusteredAnchors(spec, shapes, new Random(3));
  expect(sizes.slice(0, 3).every((size, i) => i === 0 || size > sizes[i - 1])).toBe(true);
  for (const map of ratios) for (const ratio of map.slice(1)) expect(Math.abs(Math.log2(ratio))).toBeLessThan(1.01);
});
