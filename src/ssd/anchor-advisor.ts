/**
 * @file Which anchor sizes and ratios fit the boxes of a data set. The maps and the number of anchors a cell stay, so
 * that the network stays as it is.
 *
 * Clusters of the box shapes alone are a poor advice: they ask for small anchors on coarse maps, which lie too far from
 * most small objects. So the clusters are one start and the present anchors another, both are improved step by step on
 * what they are for, and the better one is suggested.
 */
import { bestIou } from './anchor-fit';
import type { AnchorSpec } from './anchors';
import type { Random } from './random';
import { clusterShapes, type Shape } from './shape-clusters';

export interface AdviceOptions {
  iouThreshold: number;
  random: Random;
}

/** Boxes that the search looks at; more change its answer little. */
const searched = 1500;
/** Factors by which a size or a ratio is tried larger and smaller, coarse to fine. */
const factors = [1.3, 1.12, 1.05];
/** Passes over all sizes and ratios with one factor, at most. */
const passes = 6;

/**
 * Anchors of the same maps for these boxes, never worse on them than the present ones.
 *
 * @param boxes f32[M, 4] corner form, pixels of the network input, each with an area
 */
export function suggestAnchors(
  spec: AnchorSpec,
  boxes: Float32Array,
  { iouThreshold, random }: AdviceOptions,
): AnchorSpec {
  if (boxes.length === 0) return spec;
  const sample = sampleBoxes(boxes, random);
  const known = new Map<string, Float32Array>();
  const value = (candidate: AnchorSpec) => worthOf(bestIou(candidate, sample, known), iouThreshold);
  const improved = [spec, clusteredAnchors(spec, shapesOf(sample), random)].map((start) =>
    rounded(improve(start, value)),
  );
  return [spec, ...improved].reduce((best, other) => (value(other) > value(best) ? other : best));
}

/** A size a map from as many clusters, and within each cluster the ratios; the spec itself for fewer shapes than maps. */
export function clusteredAnchors(spec: AnchorSpec, shapes: readonly Shape[], random: Random): AnchorSpec {
  const clusters = clusterShapes(shapes, spec.maps.length, random);
  if (clusters.length < spec.maps.length) return spec;
  const sizes = clusters.map(({ mean: [w, h] }) => Math.sqrt(w * h));
  // The square between the last map and the next is as far away as that between the last two.
  const last = sizes.length === 1 ? spec.inputSize : sizes[sizes.length - 1] ** 2 / sizes[sizes.length - 2];
  const ratios = clusters.map(({ shapes: members }, map) => {
    const forms = members.map(([w, h]): Shape => [Math.sqrt(w / h), Math.sqrt(h / w)]);
    const found = clusterShapes(forms, spec.ratios[map].length - 1, random).map(({ mean: [w, h] }) => w / h);
    // A cluster of one form needs no second one; the number of anchors a cell must stay.
    return spec.ratios[map].map((present, i) => (i === 0 ? 1 : (found[i - 1] ?? present)));
  });
  return { ...spec, sizes: [...sizes, last], ratios };
}

/** Objects reached count, and how well all are overlapped. */
function worthOf(ious: Float32Array, iouThreshold: number): number {
  let value = 0;
  for (const best of ious) value += best + Number(best >= iouThreshold);
  return value;
}

/** Tries every size and ratio larger and smaller, and keeps what is better, until nothing is. */
function improve(start: AnchorSpec, value: (spec: AnchorSpec) => number): AnchorSpec {
  let best = { spec: start, value: value(start) };
  const attempt = (spec: AnchorSpec) => {
    const found = isAscending(spec.sizes) ? value(spec) : 0;
    if (found > best.value) best = { spec, value: found };
  };
  for (const factor of factors) {
    for (let pass = 0, before = 0; pass < passes && best.value > before; pass++) {
      before = best.value;
      for (const by of [factor, 1 / factor]) {
        for (const i of start.sizes.keys()) attempt({ ...best.spec, sizes: scaled(best.spec.sizes, i, by) });
        for (const [map, ratios] of start.ratios.entries()) {
          for (let i = 1; i < ratios.length; i++) {
            attempt({ ...best.spec, ratios: best.spec.ratios.with(map, scaled(best.spec.ratios[map], i, by)) });
          }
        }
      }
    }
  }
  return best.spec;
}

function scaled(values: readonly number[], index: number, by: number): readonly number[] {
  return values.with(index, values[index] * by);
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]);
}

function sampleBoxes(boxes: Float32Array, random: Random): Float32Array {
  const rows = Array.from({ length: boxes.length / 4 }, (_, i) => i);
  const chosen = rows.length <= searched ? rows : random.shuffle(rows).slice(0, searched);
  return Float32Array.from(chosen.flatMap((row) => [...boxes.subarray(row * 4, row * 4 + 4)]));
}

function shapesOf(boxes: Float32Array): Shape[] {
  return Array.from({ length: boxes.length / 4 }, (_, g): Shape => {
    const [x0, y0, x1, y1] = boxes.subarray(g * 4, g * 4 + 4);
    return [x1 - x0, y1 - y0];
  });
}

/** Three digits say all that the boxes of a data set can. */
function rounded({ sizes, ratios, ...spec }: AnchorSpec): AnchorSpec {
  const short = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(3)));
  return { ...spec, sizes: short(sizes), ratios: ratios.map(short) };
}
