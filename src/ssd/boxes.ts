/**
 * @file Boxes as flat rows of four: corner form (x1, y1, x2, y2) and center form (cx, cy, w, h), pixels.
 *
 * Everything rounds to float32 after each operation. In float64 one of the tutorial's seven anchors that tie at
 * 0.44444445 falls out, and with it a positive.
 */
const f32 = Math.fround;

/**
 * Intersection over union of two corner rows in float32: no +1, no epsilon, and exactly 0 without overlap.
 *
 * @param a f32[*, 4] corner form; row `i` is taken
 * @param b f32[*, 4] corner form; row `j` is taken
 *
 * Source: the box_iou operator of Apache MXNet 1.9.1, whose results it equals.
 */
export function iou(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const p = i * 4;
  const q = j * 4;
  const width = f32(Math.min(a[p + 2], b[q + 2]) - Math.max(a[p], b[q]));
  if (!(width > 0)) return 0;
  const height = f32(Math.min(a[p + 3], b[q + 3]) - Math.max(a[p + 1], b[q + 1]));
  if (!(height > 0)) return 0;
  const overlap = f32(width * height);
  const areaA = f32(f32(a[p + 2] - a[p]) * f32(a[p + 3] - a[p + 1]));
  const areaB = f32(f32(b[q + 2] - b[q]) * f32(b[q + 3] - b[q + 1]));
  return f32(overlap / f32(f32(areaA + areaB) - overlap));
}

/**
 * IoU of every anchor with every box.
 *
 * @param anchors f32[A, 4] corner form
 * @param boxes   f32[M, 4] corner form
 * @returns       f32[A, M]
 */
export function iouMatrix(anchors: Float32Array, boxes: Float32Array): Float32Array {
  const rows = boxCount('iouMatrix: anchors', anchors);
  const columns = boxCount('iouMatrix: boxes', boxes);
  const matrix = new Float32Array(rows * columns);
  for (let a = 0; a < rows; a++) for (let g = 0; g < columns; g++) matrix[a * columns + g] = iou(anchors, a, boxes, g);
  return matrix;
}

/**
 * @param boxes f32[N, 4] center form
 * @returns     f32[N, 4] corner form; the size is halved first, then subtracted and added
 */
export function centerToCorner(boxes: Float32Array): Float32Array {
  const corners = new Float32Array(boxes.length);
  for (let i = 0; i < boxes.length; i += 4) {
    const halfWidth = f32(boxes[i + 2] / 2);
    const halfHeight = f32(boxes[i + 3] / 2);
    corners[i] = boxes[i] - halfWidth;
    corners[i + 1] = boxes[i + 1] - halfHeight;
    corners[i + 2] = boxes[i] + halfWidth;
    corners[i + 3] = boxes[i + 1] + halfHeight;
  }
  return corners;
}

/**
 * @param boxes f32[N, 4] corner form
 * @returns     f32[N, 4] center form
 */
export function cornerToCenter(boxes: Float32Array): Float32Array {
  const centers = new Float32Array(boxes.length);
  for (let i = 0; i < boxes.length; i += 4) {
    const width = f32(boxes[i + 2] - boxes[i]);
    const height = f32(boxes[i + 3] - boxes[i + 1]);
    centers[i] = boxes[i] + f32(width / 2);
    centers[i + 1] = boxes[i + 1] + f32(height / 2);
    centers[i + 2] = width;
    centers[i + 3] = height;
  }
  return centers;
}

/** Rows of a flat box list. @throws RangeError if the length is not a multiple of 4; `what` names the list */
export function boxCount(what: string, boxes: Float32Array): number {
  if (boxes.length % 4 !== 0) throw new RangeError(`${what}: got ${boxes.length} numbers; expected a multiple of 4`);
  return boxes.length / 4;
}
