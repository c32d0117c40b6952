import { expect, test } from 'vitest';
import { bestIou, bestIouByMap } from './anchor-fit';
import { type AnchorSpec, generateAnchors } from './anchors';
import { matchAnchors } from './matching';
import { Random } from './random';
import { anchorSpecs } from './spec';

/** Random boxes, some beyond the input, as crops leave them. */
function randomBoxes(count: number, size: number): Float32Array {
  const random = new Random('anchor fit', size);
  return Float32Array.from(
    Array.from({ length: count }, () => {
      const [x, y] = [random.uniform(-0.1, 0.9) * size, random.uniform(-0.1, 0.9) * size];
      return [x, y, x + random.uniform(0.02, 0.9) * size, y + random.uniform(0.02, 0.9) * size];
    }).flat(),
  );
}

test('one cell of two squares and two oblongs, by hand', () => {
  const spec: AnchorSpec = { inputSize: 10, maps: [1], steps: [10], sizes: [4, 9], ratios: [[1, 4, 1 / 4]] };
  // Anchors at (5, 5): 4 x 4, 6 x 6, 8 x 2, 2 x 8. The box is 8 x 4: half, 24 of 44, half and a fifth.
  const box = Float32Array.of(1, 3, 9, 7);
  expect(bestIouByMap(generateAnchors(spec), box)[0]).toBeCloseTo(24 / (36 + 32 - 24));
  expect(bestIou(spec, box)[0]).toBeCloseTo(24 / (36 + 32 - 24));
});

test('no boxes have no IoU', () => {
  const none = new Float32Array(0);
  expect(bestIouByMap(generateAnchors(anchorSpecs.ssd_96_lab), none)).toHaveLength(0);
  expect(bestIou(anchorSpecs.ssd_96_lab, none)).toHaveLength(0);
});

test.each(['ssd_64_smoke', 'ssd_96_lab', 'ssd_300_vgg16_atrous'] as const)(
  'the best of all maps of %s is what the matching finds',
  (id) => {
    const spec = anchorSpecs[id];
    const anchors = generateAnchors(spec);
    const boxes = randomBoxes(40, spec.inputSize);
    const maps = anchors.layers.length;
    const byMap = bestIouByMap(anchors, boxes);
    const best = Float32Array.from({ length: 40 }, (_, g) => Math.max(...byMap.subarray(g * maps, (g + 1) * maps)));
    expect(best).toEqual(matchAnchors(anchors.corners, boxes).topIou);
    for (const [g, iou] of bestIou(spec, boxes).entries()) expect(iou).toBeCloseTo(best[g], 5);
  },
);

test('what is known of a map is not computed again', () => {
  const known = new Map<string, Float32Array>();
  const { ssd_96_lab: spec } = anchorSpecs;
  const boxes = randomBoxes(5, 96);
  const first = bestIou(spec, boxes, known);
  expect(known.size).toBe(3);
  expect(bestIou(spec, boxes, known)).toEqual(first);
  bestIou({ ...spec, ratios: spec.ratios.with(1, [1, 3, 1 / 3]) }, boxes, known);
  expect(known.size).toBe(4);
});
