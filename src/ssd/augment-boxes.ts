/** @file What the geometric augmentations do to boxes. All take f32[N, 4] corner form, pixels, and return a new one. */

/** A rectangle of whole pixels; x and y of its upper left corner. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Shifts boxes, as an image does that is placed on a larger canvas. */
export function translateBoxes(boxes: Float32Array, dx: number, dy: number): Float32Array {
  return boxes.map((value, i) => value + (i % 2 === 0 ? dx : dy));
}

/** Mirrors boxes left to right in an image of this width: x becomes width - x. */
export function flipBoxes(boxes: Float32Array, width: number): Float32Array {
  return boxes.map((value, i) => (i % 2 === 1 ? value : width - boxes[i ^ 2]));
}

/** Scales boxes with their image, each axis by its own factor. */
export function resizeBoxes(boxes: Float32Array, from: Size, to: Size): Float32Array {
  const scaleX = to.width / from.width;
  const scaleY = to.height / from.height;
  return boxes.map((value, i) => value * (i % 2 === 0 ? scaleX : scaleY));
}

/**
 * Clips boxes to a crop and moves them to its origin. A box is kept if its center lies in the crop (left and top edge
 * inclusive, right and bottom exclusive) and something of it is left.
 *
 * @param allowOutsideCenter keep a box wherever its center lies
 * @returns boxes f32[K, 4] in pixels of the crop, and kept i32[K] their indices
 */
export function cropBoxes(
  boxes: Float32Array,
  crop: Rectangle,
  allowOutsideCenter = false,
): { boxes: Float32Array; kept: Int32Array } {
  const right = crop.x + crop.width;
  const bottom = crop.y + crop.height;
  const cropped: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < boxes.length; i += 4) {
    const centerX = (boxes[i] + boxes[i + 2]) / 2;
    const centerY = (boxes[i + 1] + boxes[i + 3]) / 2;
    const inside = centerX >= crop.x && centerX < right && centerY >= crop.y && centerY < bottom;
    if (!inside && !allowOutsideCenter) continue;
    const x1 = Math.max(boxes[i], crop.x) - crop.x;
    const y1 = Math.max(boxes[i + 1], crop.y) - crop.y;
    const x2 = Math.min(boxes[i + 2], right) - crop.x;
    const y2 = Math.min(boxes[i + 3], bottom) - crop.y;
    if (!(x1 < x2 && y1 < y2)) continue;
    cropped.push(x1, y1, x2, y2);
    kept.push(i / 4);
  }
  return { boxes: Float32Array.from(cropped), kept: Int32Array.from(kept) };
}
