/**
 * @file Clusters of box shapes by IoU: which widths and heights a data set is made of.
 *
 * Source: Redmon and Farhadi 2017, arXiv:1612.08242, sec. 2, "Dimension Clusters" (distance 1 - IoU of boxes with one
 * centre); seeds as in Arthur and Vassilvitskii 2007, k-means++.
 */
import type { Random } from './random';

/** Width and height, pixels of the network input. */
export type Shape = readonly [number, number];

const rounds = 50;

/** IoU of two boxes with one centre. */
export function shapeIou([w, h]: Shape, [v, g]: Shape): number {
  const overlap = Math.min(w, v) * Math.min(h, g);
  return overlap / (w * h + v * g - overlap);
}

/**
 * Clusters shapes by IoU.
 *
 * @param count of the clusters; fewer come out if there are fewer different shapes
 * @returns the shapes of each cluster and their mean, by ascending area of the mean
 */
export function clusterShapes(
  shapes: readonly Shape[],
  count: number,
  random: Random,
): { mean: Shape; shapes: Shape[] }[] {
  let means = seedMeans(shapes, count, random);
  let clusters = assign(shapes, means);
  for (let round = 0; round < rounds; round++) {
    const next = clusters.map((members, i) => (members.length === 0 ? means[i] : meanShape(members)));
    if (next.every(([w, h], i) => w === means[i][0] && h === means[i][1])) break;
    means = next;
    clusters = assign(shapes, means);
  }
  return clusters
    .map((members, i) => ({ mean: means[i], shapes: members }))
    .filter(({ shapes }) => shapes.length > 0)
    .toSorted((a, b) => a.mean[0] * a.mean[1] - b.mean[0] * b.mean[1]);
}

function seedMeans(shapes: readonly Shape[], count: number, random: Random): Shape[] {
  if (shapes.length === 0) return [];
  const means = [random.pick(shapes)];
  const distances = shapes.map((shape) => 1 - shapeIou(shape, means[0]));
  while (means.length < count) {
    const weights = distances.map((distance) => distance ** 2);
    const next = draw(weights, random);
    if (next < 0) break;
    means.push(shapes[next]);
    for (const [i, shape] of shapes.entries()) distances[i] = Math.min(distances[i], 1 - shapeIou(shape, shapes[next]));
  }
  return means;
}

/** An index with a probability by its weight; -1 if all weights are 0. */
function draw(weights: readonly number[], random: Random): number {
  let place = random.uniform(
    0,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  for (const [i, weight] of weights.entries()) {
    place -= weight;
    if (place < 0) return i;
  }
  return -1;
}

function assign(shapes: readonly Shape[], means: readonly Shape[]): Shape[][] {
  const clusters: Shape[][] = means.map(() => []);
  for (const shape of shapes) {
    const ious = means.map((mean) => shapeIou(shape, mean));
    clusters[ious.indexOf(Math.max(...ious))].push(shape);
  }
  return clusters;
}

/** In the middle of the logarithms: a box of twice the width is as far away as one of half of it. */
function meanShape(shapes: readonly Shape[]): Shape {
  const mean = (side: 0 | 1) => Math.exp(shapes.reduce((sum, shape) => sum + Math.log(shape[side]), 0) / shapes.length);
  return [mean(0), mean(1)];
}
