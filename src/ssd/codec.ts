/**
 * @file Boxes as the offsets that SSD regresses: the shift in units of the anchor's size, the size as a logarithm, both
 * divided by the stds (0.1, 0.1, 0.2, 0.2).
 *
 * Source: Liu et al. 2016, arXiv:1512.02325, sec. 2.2; stds as in GluonCV.
 */
import { boxCount } from './boxes';

const f32 = Math.fround;
const shiftStd = f32(0.1);
const sizeStd = f32(0.2);

/**
 * Encodes matched boxes as offsets.
 *
 * @param boxes   f32[A, 4] corner form, pixels; row a is matched to anchor a
 * @param anchors f32[A, 4] center form, pixels, w and h > 0
 * @returns       f32[A, 4] (tx, ty, tw, th), dimensionless
 * @throws RangeError if the lengths differ or a box has no area (its log is not finite)
 */
export function encodeOffsets(boxes: Float32Array, anchors: Float32Array): Float32Array {
  const count = boxCount('encodeOffsets: boxes', boxes);
  if (anchors.length !== boxes.length) {
    throw new RangeError(`encodeOffsets: got ${count} boxes and ${anchors.length / 4} anchors; expected as many`);
  }
  const offsets = new Float32Array(boxes.length);
  for (let a = 0; a < count; a++) encodeRow(boxes, a, anchors, a, offsets);
  return offsets;
}

/**
 * Encodes box `g` against anchor `a` into row `a` of `offsets`.
 *
 * @param boxes   f32[M, 4] corner form
 * @param anchors f32[A, 4] center form
 * @param offsets f32[A, 4], written
 * @throws RangeError if the box has no area
 */
export function encodeRow(
  boxes: Float32Array,
  g: number,
  anchors: Float32Array,
  a: number,
  offsets: Float32Array,
): void {
  const q = g * 4;
  const p = a * 4;
  const width = f32(boxes[q + 2] - boxes[q]);
  const height = f32(boxes[q + 3] - boxes[q + 1]);
  if (!(width > 0 && height > 0)) {
    throw new RangeError(`encodeOffsets: box ${g} is [${boxes.subarray(q, q + 4)}]; expected x1 < x2 and y1 < y2`);
  }
  const shiftX = f32(f32(boxes[q] + f32(width / 2)) - anchors[p]);
  const shiftY = f32(f32(boxes[q + 1] + f32(height / 2)) - anchors[p + 1]);
  offsets[p] = f32(shiftX / anchors[p + 2]) / shiftStd;
  offsets[p + 1] = f32(shiftY / anchors[p + 3]) / shiftStd;
  offsets[p + 2] = f32(Math.log(f32(width / anchors[p + 2]))) / sizeStd;
  offsets[p + 3] = f32(Math.log(f32(height / anchors[p + 3]))) / sizeStd;
}

/**
 * Decodes offsets into boxes. Nothing is clipped, neither the log sizes nor the box to the image.
 *
 * @param offsets       f32[B, A, 4]; any B, so one image is [A, 4]
 * @param anchorCenters f32[A, 4] center form, pixels
 * @returns             f32[B, A, 4] corner form, pixels
 * @throws RangeError if the offsets are not a whole number of images
 */
export function decodeOffsets(offsets: Float32Array, anchorCenters: Float32Array): Float32Array {
  const size = anchorCenters.length;
  if (offsets.length % size !== 0) {
    throw new RangeError(`decodeOffsets: got ${offsets.length} offsets; expected a multiple of ${size} (4 per anchor)`);
  }
  const boxes = new Float32Array(offsets.length);
  for (let i = 0, p = 0; i < offsets.length; i += 4, p = p + 4 === size ? 0 : p + 4) {
    const w = anchorCenters[p + 2];
    const h = anchorCenters[p + 3];
    const cx = f32(f32(f32(offsets[i] * shiftStd) * w) + anchorCenters[p]);
    const cy = f32(f32(f32(offsets[i + 1] * shiftStd) * h) + anchorCenters[p + 1]);
    const halfWidth = f32(f32(f32(Math.exp(f32(offsets[i + 2] * sizeStd))) * w) / 2);
    const halfHeight = f32(f32(f32(Math.exp(f32(offsets[i + 3] * sizeStd))) * h) / 2);
    boxes[i] = cx - halfWidth;
    boxes[i + 1] = cy - halfHeight;
    boxes[i + 2] = cx + halfWidth;
    boxes[i + 3] = cy + halfHeight;
  }
  return boxes;
}
