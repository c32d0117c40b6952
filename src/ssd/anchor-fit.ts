/**
 * @file How well anchors fit boxes, map by map.
 */
import { type AnchorSpec, type Anchors, cellShapes } from './anchors';
import { boxCount, iou } from './boxes';

/**
 * The largest IoU of every box with an anchor of every map.
 *
 * @param boxes f32[M, 4] corner form, pixels of the network input
 * @returns     f32[M, L]; the largest of a row is the `topIou` of `matchAnchors`
 */
export function bestIouByMap({ corners, layers }: Anchors, boxes: Float32Array): Float32Array {
  const count = boxCount('bestIouByMap', boxes);
  const best = new Float32Array(count * layers.length);
  for (let g = 0; g < count; g++) {
    for (const [map, { offset, count: rows }] of layers.entries()) {
      let top = 0;
      for (let a = offset; a < offset + rows; a++) top = Math.max(top, iou(corners, a, boxes, g));
      best[g * layers.length + map] = top;
    }
  }
  return best;
}

/**
 * The largest IoU of every box with any anchor, without making the anchors: of all anchors of one shape the nearest
 * overlaps most. In float64, so that it may differ from `bestIouByMap` in the last digits.
 *
 * @param boxes f32[M, 4] corner form, pixels of the network input
 * @param known results of single maps, for a search that changes one map at a time
 */
export function bestIou(spec: AnchorSpec, boxes: Float32Array, known = new Map<string, Float32Array>()): Float32Array {
  const best = new Float32Array(boxCount('bestIou', boxes));
  for (const map of spec.maps.keys()) {
    const key = [map, spec.sizes[map], spec.sizes[map + 1], ...spec.ratios[map]].join();
    const ious = known.get(key) ?? bestIouOfMap(spec, map, boxes);
    known.set(key, ious);
    for (let g = 0; g < best.length; g++) if (ious[g] > best[g]) best[g] = ious[g];
  }
  return best;
}

function bestIouOfMap({ maps, steps, sizes, ratios }: AnchorSpec, map: number, boxes: Float32Array): Float32Array {
  const best = new Float32Array(boxes.length / 4);
  const cells = maps[map];
  const [rows, columns] = typeof cells === 'number' ? [cells, cells] : cells;
  for (const [anchorWidth, anchorHeight] of cellShapes(sizes[map], sizes[map + 1], ratios[map])) {
    for (let g = 0, p = 0; p < boxes.length; g++, p += 4) {
      const [x0, y0, x1, y1] = [boxes[p], boxes[p + 1], boxes[p + 2], boxes[p + 3]];
      const [w, h] = [x1 - x0, y1 - y0];
      const dx = offCentre((x0 + x1) / 2, steps[map], columns);
      const dy = offCentre((y0 + y1) / 2, steps[map], rows);
      const overlapX = Math.min(w, anchorWidth, (w + anchorWidth) / 2 - dx);
      const overlapY = Math.min(h, anchorHeight, (h + anchorHeight) / 2 - dy);
      if (overlapX <= 0 || overlapY <= 0) continue;
      const overlap = overlapX * overlapY;
      best[g] = Math.max(best[g], overlap / (w * h + anchorWidth * anchorHeight - overlap));
    }
  }
  return best;
}

/** How far the centre of the nearest of a row of cells is. */
function offCentre(at: number, step: number, cells: number): number {
  const cell = Math.max(0, Math.min(cells - 1, Math.floor(at / step)));
  return Math.abs(at - (cell + 0.5) * step);
}
