/**
 * @file The anchors of a model: default boxes on a grid per feature map, with one row per class prediction.
 *
 * Source: Liu et al. 2016, arXiv:1512.02325, sec. 2.2, in the order and with the sizes that GluonCV uses.
 */
import { boxCount, centerToCorner } from './boxes';

/** What decides the anchors of a model; lists have one entry per feature map, `sizes` one more. */
export interface AnchorSpec {
  /** Side of the square network input, pixels. */
  inputSize: number;
  /** Cells of each feature map: a side, or [height, width]. */
  maps: readonly (number | readonly [number, number])[];
  /** Pixels from one cell to the next. */
  steps: readonly number[];
  /** Pixels; map i uses sizes i and i + 1. */
  sizes: readonly number[];
  /** Width over height; the first entry is 1 and stands for the two square anchors. */
  ratios: readonly (readonly number[])[];
}

/** The rows of one feature map: offset + (y * width + x) * perCell + anchor. */
export interface AnchorLayer {
  offset: number;
  count: number;
  height: number;
  width: number;
  perCell: number;
}

export interface Anchors {
  /** f32[A, 4] center form, pixels, not clipped. */
  centers: Float32Array;
  /** f32[A, 4] corner form, pixels. */
  corners: Float32Array;
  count: number;
  layers: readonly AnchorLayer[];
}

/**
 * Makes the anchors of a model, ordered by map, row, column, then shape: (s, s), (q, q) with q = sqrt(s * next s), and
 * for every further ratio r (s * sqrt(r), s / sqrt(r)). Computed in float64 and rounded once.
 *
 * @throws RangeError if the lists disagree in length
 */
export function generateAnchors(spec: AnchorSpec): Anchors {
  checkSpec(spec);
  const layers: AnchorLayer[] = [];
  let count = 0;
  spec.maps.forEach((map, i) => {
    const [height, width] = typeof map === 'number' ? [map, map] : map;
    const perCell = spec.ratios[i].length + 1;
    layers.push({ offset: count, count: height * width * perCell, height, width, perCell });
    count += height * width * perCell;
  });

  const centers = new Float32Array(count * 4);
  layers.forEach(({ offset, height, width }, i) => {
    const shapes = cellShapes(spec.sizes[i], spec.sizes[i + 1], spec.ratios[i]);
    let row = offset * 4;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (const [w, h] of shapes) {
          centers[row++] = (x + 0.5) * spec.steps[i];
          centers[row++] = (y + 0.5) * spec.steps[i];
          centers[row++] = w;
          centers[row++] = h;
        }
      }
    }
  });
  return { centers, corners: centerToCorner(centers), count, layers };
}

/** Anchors given row by row instead of by a grid; they form one layer of a single cell. @param centers f32[A, 4] */
export function anchorsFromCenters(centers: Float32Array): Anchors {
  const count = boxCount('anchorsFromCenters', centers);
  const layer: AnchorLayer = { offset: 0, count, height: 1, width: 1, perCell: count };
  return { centers, corners: centerToCorner(centers), count, layers: [layer] };
}

/** The [width, height] of every anchor of a cell. */
export function cellShapes(size: number, nextSize: number, ratios: readonly number[]): [number, number][] {
  const between = Math.sqrt(size * nextSize);
  const elongated = ratios.slice(1).map((ratio): [number, number] => {
    const root = Math.sqrt(ratio);
    return [size * root, size / root];
  });
  return [[size, size], [between, between], ...elongated];
}

function checkSpec({ maps, steps, sizes, ratios }: AnchorSpec): void {
  if (steps.length === maps.length && ratios.length === maps.length && sizes.length === maps.length + 1) return;
  throw new RangeError(
    `generateAnchors: got ${maps.length} maps, ${steps.length} steps, ${ratios.length} ratio lists, ${sizes.length} sizes; ` +
      'expected as many steps and ratio lists as maps, and one more size',
  );
}
