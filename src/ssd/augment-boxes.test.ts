import { expect, test } from 'vitest';
import { cropBoxes, flipBoxes, resizeBoxes, translateBoxes } from './augment-boxes';

const boxes = Float32Array.of(10, 20, 30, 60, 50, 0, 90, 40);

test('a shift moves both corners', () => {
  expect(translateBoxes(boxes, 5, -2)).toEqual(Float32Array.of(15, 18, 35, 58, 55, -2, 95, 38));
});

test('a flip mirrors x and keeps the corners in order; twice is the identity', () => {
  expect(flipBoxes(boxes, 100)).toEqual(Float32Array.of(70, 20, 90, 60, 10, 0, 50, 40));
  expect(flipBoxes(flipBoxes(boxes, 100), 100)).toEqual(boxes);
});

test('a resize scales each axis by its own factor, and back', () => {
  const from = { width: 100, height: 80 };
  const to = { width: 300, height: 40 };
  expect(resizeBoxes(boxes, from, to)).toEqual(Float32Array.of(30, 10, 90, 30, 150, 0, 270, 20));
  expect(resizeBoxes(resizeBoxes(boxes, from, to), to, from)).toEqual(boxes);
});

test('a crop keeps boxes by their center, clips them and moves the origin', () => {
  const crop = { x: 15, y: 30, width: 40, height: 40 };
  // The center (20, 40) is inside, (70, 20) is not.
  expect(cropBoxes(boxes, crop)).toEqual({ boxes: Float32Array.of(0, 0, 15, 30), kept: Int32Array.of(0) });
  expect([...cropBoxes(boxes, crop, true).kept]).toEqual([0, 1]);
});

test('a center on the left or top edge is inside, on the right or bottom edge outside', () => {
  const box = Float32Array.of(10, 10, 30, 30);
  expect(cropBoxes(box, { x: 20, y: 20, width: 9, height: 9 }).kept).toHaveLength(1);
  expect(cropBoxes(box, { x: 11, y: 20, width: 9, height: 9 }).kept).toHaveLength(0);
  expect(cropBoxes(box, { x: 20, y: 11, width: 9, height: 9 }).kept).toHaveLength(0);
});

test('a box of which the crop leaves nothing is dropped even if its center does not matter', () => {
  expect(cropBoxes(boxes, { x: 30, y: 0, width: 10, height: 80 }, true).kept).toHaveLength(0);
});

test('no boxes stay no boxes', () => {
  const none = new Float32Array();
  expect([
    translateBoxes(none, 1, 1),
    flipBoxes(none, 9),
    cropBoxes(none, { x: 0, y: 0, width: 1, height: 1 }).boxes,
  ]).toEqual([none, none, none]);
});

test('GluonCV crops the same', () => {
  // Source: case g01 of augment.json in the goldens.
  const image = Float32Array.of(51, 99, 167.5, 198, 54.25, 45.25, 128, 60.25);
  const { boxes: cropped, kept } = cropBoxes(image, { x: 7, y: 106, width: 172, height: 110 });
  expect([...kept]).toEqual([0]);
  expect([...cropped]).toEqual([44, 0, 160.5, 92]);
});
