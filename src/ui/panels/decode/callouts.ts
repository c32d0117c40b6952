/** @file Where the labels of crowded boxes stand: stacked beside the crowd, in the order of their boxes. */

/** In fractions of the image, from its upper left corner. */
export type Place = readonly [x: number, y: number];

export interface Callouts {
  /** The side of the crowd that the labels stand at: they begin at `x`, or end there. */
  side: 'right' | 'left';
  x: number;
  /** The middle of each label, in the order of the points. */
  y: number[];
}

export interface CalloutRoom {
  /** Left and right edge of the crowd. */
  edges: readonly [left: number, right: number];
  /** Between the crowd and the labels, and between the labels and the edge of the image. */
  gap: number;
  /** Of a label. */
  width: number;
  height: number;
}

/**
 * Labels stand at the side of the crowd with more room, in a stack about the mean height of their points; where the
 * crowd fills the image they lie over its border.
 *
 * @param points what the labels belong to
 */
export function calloutsOf(
  points: readonly Place[],
  { edges: [left, right], gap, width, height }: CalloutRoom,
): Callouts {
  const side = 1 - right >= left ? 'right' : 'left';
  const x = side === 'right' ? Math.min(right + gap, 1 - width) : Math.max(left - gap, width);
  const step = Math.min(height, 1 / Math.max(1, points.length));
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / Math.max(1, points.length);
  const reach = (points.length * step) / 2;
  const top = Math.min(Math.max(mean, reach), 1 - reach) - reach;
  const y: number[] = [];
  [...points.keys()]
    .sort((a, b) => points[a][1] - points[b][1])
    .forEach((i, position) => {
      y[i] = top + (position + 0.5) * step;
    });
  return { side, x, y };
}
