import { expect, test } from 'vitest';
import { Random } from './random';
import { clusterShapes, type Shape, shapeIou } from './shape-clusters';

test('IoU of boxes with one centre, by hand', () => {
  expect(shapeIou([4, 2], [2, 4])).toBeCloseTo(4 / 12);
  expect(shapeIou([3, 5], [3, 5])).toBe(1);
});

test('two kinds of shapes are two clusters, whatever the seed', () => {
  const small: Shape[] = [
    [10, 20],
    [10, 20],
    [20, 40],
  ];
  const large: Shape[] = [
    [200, 100],
    [220, 110],
  ];
  for (const seed of [1, 2, 3, 4, 5]) {
    const clusters = clusterShapes([...large, ...small], 2, new Random(seed));
    expect(clusters.map(({ shapes }) => shapes)).toEqual([small, large]);
    // The mean of logarithms: 10, 10 and 20 give the cube root of 2,000.
    expect(clusters[0].mean[0]).toBeCloseTo(Math.cbrt(2000));
    expect(clusters[0].mean[1]).toBeCloseTo(2 * Math.cbrt(2000));
  }
});

test('there are no more clusters than different shapes, and none of nothing', () => {
  const same: Shape[] = [
    [3, 4],
    [3, 4],
    [3, 4],
  ];
  expect(clusterShapes(same, 3, new Random(1)).map(({ shapes }) => shapes.length)).toEqual([3]);
  expect(clusterShapes([], 3, new Random(1))).toEqual([]);
});

test('more clusters fit better, and every shape is in one', () => {
  const random = new Random('shapes');
  const shapes = Array.from({ length: 200 }, (): Shape => [random.uniform(5, 90), random.uniform(5, 90)]);
  const fit = [1, 3, 9].map((count) => {
    const clusters = clusterShapes(shapes, count, new Random(7));
    expect(clusters.flatMap((cluster) => cluster.shapes)).toHaveLength(200);
    return clusters.reduce(
      (sum, { mean, shapes }) => sum + shapes.reduce((s, shape) => s + shapeIou(shape, mean), 0),
      0,
    );
  });
  expect(fit).toEqual(fit.toSorted((a, b) => a - b));
});
