/** @file What lies under the pointer: a handle of the selected box, a box, the mark of an anchor, a cell of a grid. */
import type { DraftObject } from '../../../experiments';
import type { Box, Handle } from './edit';

export interface Point {
  x: number;
  y: number;
}

/** Half of the 24 CSS pixels that a target needs. */
const handleReach = 12;

/** The handles of a box: four corners, and four sides where there is room for them. `pixel`: size of a CSS pixel. */
export function handlesOf([x1, y1, x2, y2]: Box, pixel: number): { handle: Handle; x: number; y: number }[] {
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const room = (side: number) => side >= 4 * handleReach * pixel;
  return [
    { handle: 'nw', x: x1, y: y1 },
    { handle: 'ne', x: x2, y: y1 },
    { handle: 'sw', x: x1, y: y2 },
    { handle: 'se', x: x2, y: y2 },
    ...(room(x2 - x1)
      ? ([
          { handle: 'n', x: cx, y: y1 },
          { handle: 's', x: cx, y: y2 },
        ] as const)
      : []),
    ...(room(y2 - y1)
      ? ([
          { handle: 'w', x: x1, y: cy },
          { handle: 'e', x: x2, y: cy },
        ] as const)
      : []),
  ];
}

/**
 * The handle under the pointer. Within a small box a handle reaches less far, so that the middle still moves it.
 *
 * @param pixel size of a CSS pixel in pixels of the network input
 */
export function handleAt(box: Box, { x, y }: Point, pixel: number): Handle | null {
  const [x1, y1, x2, y2] = box;
  const inside = x > x1 && x < x2 && y > y1 && y < y2;
  const outer = handleReach * pixel;
  const reach = inside ? Math.min(outer, (x2 - x1) / 4, (y2 - y1) / 4) : outer;
  const near = handlesOf(box, pixel).filter((at) => Math.abs(at.x - x) <= reach && Math.abs(at.y - y) <= reach);
  const distance = (at: Point) => Math.hypot(at.x - x, at.y - y);
  return near.toSorted((a, b) => distance(a) - distance(b))[0]?.handle ?? null;
}

/** The smallest object that holds the point, so that one within another can be reached. */
export function objectAt(objects: readonly DraftObject[], { x, y }: Point): number | null {
  let found: number | null = null;
  for (const [i, { box }] of objects.entries()) {
    const [x1, y1, x2, y2] = box;
    const holds = x >= x1 && x <= x2 && y >= y1 && y <= y2;
    if (holds && (found === null || areaOf(box) < areaOf(objects[found].box))) found = i;
  }
  return found;
}

export function areaOf([x1, y1, x2, y2]: Box): number {
  return (x2 - x1) * (y2 - y1);
}

/** The nearest of some points within reach, by its position in the list. @param reach pixels of the network input */
export function nearestWithin(points: readonly Point[], { x, y }: Point, reach: number): number | null {
  let best: number | null = null;
  let least = reach;
  for (const [i, point] of points.entries()) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance <= least) [best, least] = [i, distance];
  }
  return best;
}
