/** @file The IoU of two boxes with its arithmetic. */
import { areaOf, type Box } from './box-place';

export interface Overlap {
  /** Sides of the intersection, pixels; 0 without overlap. */
  width: number;
  height: number;
  areas: readonly [number, number];
  union: number;
}

export function overlapOf(a: Readonly<Box>, b: Readonly<Box>): Overlap {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const areas = [areaOf(a), areaOf(b)] as const;
  return { width, height, areas, union: areas[0] + areas[1] - width * height };
}
