import { describe, expect, test } from 'vitest';
import { anchorsFromCenters, generateAnchors } from './anchors';
import { iou } from './boxes';
import { Matcher, matchAnchors } from './matching';
import { Random } from './random';
import { anchorSpecs } from './spec';

const squares = anchorsFromCenters(Float32Array.of(10, 10, 20, 20, 30, 10, 20, 20, 50, 10, 20, 20)).corners;
const boxes = (...values: number[]) => Float32Array.from(values);

test('a ground truth below the threshold still claims its best anchor', () => {
  // 5 x 5 in the second square: IoU 25 / 400.
  const { match, rule, bestIou } = matchAnchors(squares, boxes(25, 5, 30, 10));
  expect([...match]).toEqual([-1, 0, -1]);
  expect([...rule]).toEqual([0, 1, 0]);
  expect([...bestIou]).toEqual([0, 0.0625, 0]);
});

test('two objects on one anchor: the better keeps it and the other takes its next best', () => {
  const better = [20, 0, 40, 20];
  const worse = [24, 0, 44, 20];
  expect([...matchAnchors(squares, boxes(...worse, ...better)).match]).toEqual([-1, 1, 0]);
});

test('identical boxes are served in their order', () => {
  const { match } = matchAnchors(squares, boxes(22, 0, 42, 20, 22, 0, 42, 20));
  expect([...match]).toEqual([-1, 0, 1]);
});

test('among equal overlaps the lower anchor is served first, so that a chain of objects shifts along', () => {
  // Every overlap is 1/3. Object 0 takes square 0, object 1 then needs square 1, and object 2 moves on to square 2.
  const { match, rule } = matchAnchors(squares, boxes(-10, 0, 10, 20, 10, 0, 30, 20, 30, 0, 50, 20));
  expect([...match]).toEqual([0, 1, 2]);
  expect([...rule]).toEqual([1, 1, 1]);
});

test('an anchor that ties with the best is matched too, by the tie rule', () => {
  const { match, rule } = matchAnchors(squares, boxes(10, 0, 30, 20));
  expect([...match]).toEqual([0, 0, -1]);
  expect([...rule]).toEqual([1, 2, 0]);
});

test('an IoU of exactly the threshold is a match', () => {
  // The first object is the first square; the second overlaps it by half and belongs to the second square.
  const anchors = anchorsFromCenters(Float32Array.of(10, 10, 20, 20, 10, 5, 20, 10)).corners;
  const object = boxes(0, 0, 20, 20);
  expect([...matchAnchors(anchors, object).rule]).toEqual([1, 3]);
  expect([...matchAnchors(anchors, object, { iouThreshold: 0.51 }).rule]).toEqual([1, 0]);
});

test('shareMax accepts a tie with any object, and still matches the nearest', () => {
  // Anchor 1 overlaps object 1 most, but no anchor overlaps object 0 more than anchors 0 and 1 do.
  const anchors = anchorsFromCenters(Float32Array.of(10, 10, 20, 20, 30, 10, 20, 20, 31, 10, 20, 20)).corners;
  const objects = boxes(18, 0, 22, 20, 21, 0, 41, 20);
  expect([...matchAnchors(anchors, objects, { iouThreshold: 1 }).match]).toEqual([0, -1, 1]);
  expect([...matchAnchors(anchors, objects, { iouThreshold: 1, shareMax: true }).match]).toEqual([0, 1, 1]);
});

describe('a row that no anchor overlaps takes no part', () => {
  const real = [2, 0, 22, 20];
  test.each([
    ['padding', [-1, -1, -1, -1]],
    ['without area', [5, 5, 5, 5]],
    ['out of reach', [500, 500, 600, 600]],
  ])('%s', (_, row) => {
    expect([...matchAnchors(squares, boxes(...row)).match]).toEqual([-1, -1, -1]);
    const { match } = matchAnchors(squares, boxes(...row, ...real));
    expect([...match]).toEqual([...matchAnchors(squares, boxes(...real)).match].map((g) => (g < 0 ? g : g + 1)));
  });
});

test('without objects or without anchors nothing is matched', () => {
  expect([...matchAnchors(squares, boxes()).match]).toEqual([-1, -1, -1]);
  expect(matchAnchors(boxes(), boxes(0, 0, 1, 1)).match).toHaveLength(0);
});

test('more objects than anchors: every anchor goes to the pair with the largest IoU', () => {
  const objects = boxes(0, 0, 20, 20, 1, 0, 21, 20, 20, 0, 40, 20, 40, 0, 60, 20, 41, 0, 61, 20);
  expect([...matchAnchors(squares, objects).match]).toEqual([0, 2, 3]);
});

test("the tutorial's box (10, 10, 30, 30) ties with seven anchors at 0.44444445 in float32", () => {
  // Source: GluonCV's SSD tutorial with SSD300; in float64 one of the seven falls out.
  const { corners } = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
  const { match, bestIou } = matchAnchors(corners, boxes(10, 10, 30, 30));
  const matched = Array.from(match.keys()).filter((a) => match[a] === 0);
  expect(matched).toEqual([163, 310, 312, 314, 315, 318, 467]);
  for (const a of matched) expect(bestIou[a]).toBe(Math.fround(0.44444445));
});

test('every ground truth knows its best overlap, whoever gets that anchor', () => {
  // Both lie best on the middle square; the second is moved on to a worse one. The third overlaps nothing.
  const { topIou } = matchAnchors(squares, boxes(20, 0, 40, 20, 24, 0, 44, 20, 500, 500, 600, 600));
  expect([...topIou]).toEqual([1, Math.fround(320 / 480), 0]);
});

test('the greedy search equals sorting all pairs', () => {
  const { corners } = generateAnchors(anchorSpecs.ssd_64_smoke);
  const random = new Random('matching');
  for (let round = 0; round < 20; round++) {
    // Coordinates on a coarse grid, so that ties abound.
    const objects = Array.from({ length: 1 + random.integer(12) }, () => {
      const [x, y] = [8 * random.integer(7), 8 * random.integer(7)];
      return [x, y, x + 8 * (1 + random.integer(4)), y + 8 * (1 + random.integer(4))];
    });
    const { match, rule } = matchAnchors(corners, boxes(...objects.flat()));
    const found = Array.from(match, (g, a) => (rule[a] === 1 ? g : -1));
    expect(found).toEqual(bipartiteBySorting(corners, boxes(...objects.flat())));
  }
});

test('a matcher that keeps the overlaps of boxes that stay matches as if it had never seen them', () => {
  const { corners } = generateAnchors(anchorSpecs.ssd_64_smoke);
  const random = new Random('matcher');
  const matcher = new Matcher(corners);
  const objects = Array.from({ length: 6 }, () => [random.uniform(0, 40), random.uniform(0, 40), 50, 60]);
  for (let round = 0; round < 20; round++) {
    // One moves, and now and then one comes, goes or changes places.
    objects[random.integer(objects.length)][0] = random.uniform(0, 40);
    if (round % 5 === 1) objects.push([...objects[0]]);
    if (round % 5 === 3) objects.splice(2, 1);
    if (round % 5 === 4) objects.reverse();
    expect(matcher.match(boxes(...objects.flat()))).toEqual(matchAnchors(corners, boxes(...objects.flat())));
  }
});

test('crowds of identical boxes are served like any others', () => {
  const { corners } = generateAnchors(anchorSpecs.ssd_64_smoke);
  for (const box of [
    [0, 0, 64, 64],
    [20, 20, 44, 40],
    [3, 3, 4, 4],
  ]) {
    const objects = boxes(...Array.from({ length: 30 }, () => box).flat());
    const { match, rule } = matchAnchors(corners, objects);
    const found = Array.from(match, (g, a) => (rule[a] === 1 ? g : -1));
    expect(found).toEqual(bipartiteBySorting(corners, objects));
  }
});

test('a threshold that would match everything is refused', () => {
  expect(() => matchAnchors(squares, boxes(), { iouThreshold: 0 })).toThrow('got iouThreshold 0');
});

/** The definition: all pairs by descending IoU, ties by anchor, then ground truth. */
function bipartiteBySorting(corners: Float32Array, objects: Float32Array): number[] {
  const anchors = corners.length / 4;
  const count = objects.length / 4;
  const pairs = Array.from({ length: anchors * count }, (_, pair) => ({
    a: Math.floor(pair / count),
    g: pair % count,
    iou: iou(corners, Math.floor(pair / count), objects, pair % count),
  }));
  const match = new Array(anchors).fill(-1);
  for (const pair of pairs.sort((p, q) => q.iou - p.iou)) {
    if (pair.iou > 1e-12 && match[pair.a] < 0 && !match.includes(pair.g)) match[pair.a] = pair.g;
  }
  return match;
}
