import { expect, test } from 'vitest';
import { centerToCorner } from './boxes';
import { decodeOffsets, encodeOffsets } from './codec';
import { Random } from './random';

test('a shift of half the anchor is 5, a doubled side is ln 2 / 0.2', () => {
  const anchor = Float32Array.of(10, 10, 8, 8);
  const offsets = encodeOffsets(Float32Array.of(6, 2, 22, 10), anchor);
  // The center is (14, 6), the size 16 x 8.
  expect([...offsets]).toEqual([expect.closeTo(5, 5), expect.closeTo(-5, 5), expect.closeTo(Math.log(2) / 0.2, 5), 0]);
});

test('an anchor that equals its box has offsets 0, and offsets 0 decode to the anchor', () => {
  const anchors = Float32Array.of(10, 20, 8, 6);
  expect(encodeOffsets(centerToCorner(anchors), anchors)).toEqual(new Float32Array(4));
  expect(decodeOffsets(new Float32Array(4), anchors)).toEqual(centerToCorner(anchors));
});

test('decoding undoes encoding', () => {
  const random = new Random('codec');
  const centers = () => Float32Array.from({ length: 800 }, (_, i) => random.uniform(i % 4 < 2 ? 0 : 5, 200));
  const anchors = centers();
  const boxes = centerToCorner(centers());
  const back = decodeOffsets(encodeOffsets(boxes, anchors), anchors);
  back.forEach((value, i) => {
    expect(Math.abs(value - boxes[i])).toBeLessThan(1e-3);
  });
});

test("the offsets of a tutorial match are GluonCV's", () => {
  // Source: tutorial_two_images.json of the goldens, first image, anchor 6016.
  const anchor = Float32Array.of(40, 40, 60, 60);
  const [tx, ty, tw, th] = encodeOffsets(Float32Array.of(10, 20, 80, 90), anchor);
  expect([tx, ty, tw, th]).toEqual([0.833333373, 2.5, 0.770753145, 0.770753145].map((v) => expect.closeTo(v, 5)));
});

test('the offsets of a batch decode against the same anchors image by image', () => {
  const anchors = Float32Array.of(10, 10, 4, 4, 20, 20, 6, 6);
  const one = Float32Array.of(1, 2, 0, 0, 0, 0, 1, 1);
  const boxes = decodeOffsets(Float32Array.from([...one, ...one]), anchors);
  expect(boxes.subarray(8)).toEqual(decodeOffsets(one, anchors));
});

test('nothing to encode or decode gives nothing', () => {
  expect(encodeOffsets(new Float32Array(), new Float32Array())).toHaveLength(0);
  expect(decodeOffsets(new Float32Array(), Float32Array.of(1, 1, 1, 1))).toHaveLength(0);
});

test('a box without area is refused with its index and corners', () => {
  const boxes = Float32Array.of(0, 0, 5, 5, 40, 10, 40, 60);
  const anchors = Float32Array.of(3, 3, 4, 4, 40, 30, 10, 10);
  expect(() => encodeOffsets(boxes, anchors)).toThrow('box 1 is [40,10,40,60]; expected x1 < x2 and y1 < y2');
});

test('lengths that disagree are refused', () => {
  expect(() => encodeOffsets(new Float32Array(8), new Float32Array(4))).toThrow('got 2 boxes and 1 anchors');
  expect(() => decodeOffsets(new Float32Array(6), new Float32Array(4))).toThrow(
    'got 6 offsets; expected a multiple of 4',
  );
});
