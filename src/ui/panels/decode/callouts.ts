/** @file Where the labels of crowded boxes stand: in a column at the left or right edge, in the order of their boxes. */

/** A point or a label in fractions of the image, from its upper left corner. */
export type Place = readonly [x: number, y: number];

/** A label and the point it belongs to, in the order given. */
export interface Callout {
  point: Place;
  label: Place;
}

/**
 * Labels stand on the side of the image that is farther from the points, so that they cover as little as they can.
 *
 * @param points  what the labels belong to
 * @param spacing height of a label as a fraction of the image; labels never come closer than this while there is room
 */
export function calloutsOf(points: readonly Place[], spacing: number): Callout[] {
  const mean = points.reduce((sum, [x]) => sum + x, 0) / Math.max(1, points.length);
  const x = mean < 0.5 ? 1 : 0;
  const order = [...points.keys()].sort((a, b) => points[a][1] - points[b][1]);
  const step = Math.min(spacing, 1 / Math.max(1, points.length));
  const labels: Place[] = [];
  let free = step / 2;
  order.forEach((i, position) => {
    // Those below need room as well.
    const lowest = 1 - step / 2 - (order.length - 1 - position) * step;
    const y = Math.min(Math.max(points[i][1], free), lowest);
    labels[i] = [x, y];
    free = y + step;
  });
  return points.map((point, i) => ({ point, label: labels[i] }));
}
