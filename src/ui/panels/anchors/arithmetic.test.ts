import { expect, test } from 'vitest';
import { anchorSpecs, generateAnchors, iou, makeTargets } from '../../../ssd';
import { offsetSteps, overlapSteps, pixels, signed } from './arithmetic';
import type { Box } from './edit';

const anchors = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
const object: Box = [10, 20, 80, 90];
const row = (rows: Float32Array, a: number) => [...rows.subarray(a * 4, a * 4 + 4)] as unknown as Box;

test("anchor 6016's offsets for the tutorial's first box are the goldens', and the steps come to them", () => {
  // Source: tutorial_two_images.json, box_target_positive.
  const steps = offsetSteps(row(anchors.centers, 6016), object);
  const expected = [0.833333373, 2.5, 0.770753145, 0.770753145];
  for (const [i, { value }] of steps.entries()) expect(value).toBeCloseTo(expected[i], 6);
  expect(steps[0].numbers).toBe('(45 − 40) / 60 / 0.1');
  expect(steps[2].formula).toBe('ln(gw / aw) / 0.2');
});

test('the steps agree with the targets and the IoU that the matching computes', () => {
  const boxes = Float32Array.from(object);
  const { boxTargets, match } = makeTargets(anchors, boxes, Int32Array.of(1));
  for (const a of match.keys()) {
    if (match[a] < 0) continue;
    const values = offsetSteps(row(anchors.centers, a), object).map(({ value }) => value);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(boxTargets[a * 4 + i], 4);
    expect(overlapSteps(row(anchors.corners, a), object).iou).toBeCloseTo(iou(anchors.corners, a, boxes, 0), 5);
  }
});

test('boxes apart have no intersection', () => {
  expect(overlapSteps([0, 0, 10, 10], [20, 20, 30, 40])).toEqual({
    width: 0,
    height: 0,
    intersection: 0,
    anchorArea: 100,
    objectArea: 200,
    union: 300,
    iou: 0,
  });
});

test('numbers are printed short, with a true minus', () => {
  expect([pixels(45), pixels(84.8528), pixels(-3.5), pixels(-0.001)]).toEqual(['45', '84.85', '−3.5', '0']);
  expect(signed(-0.7672)).toBe('−0.767');
});
