/** @file The numbers of an anchor worked out step by step, as they are shown to be checked by hand. */
import type { Box } from './edit';

/** How an overlap comes about. Pixels and square pixels. */
export interface OverlapSteps {
  width: number;
  height: number;
  intersection: number;
  anchorArea: number;
  objectArea: number;
  union: number;
  iou: number;
}

/** @param anchor corner form; @param object corner form */
export function overlapSteps(anchor: Box, object: Box): OverlapSteps {
  const width = Math.max(0, Math.min(anchor[2], object[2]) - Math.max(anchor[0], object[0]));
  const height = Math.max(0, Math.min(anchor[3], object[3]) - Math.max(anchor[1], object[1]));
  const intersection = width * height;
  const anchorArea = (anchor[2] - anchor[0]) * (anchor[3] - anchor[1]);
  const objectArea = (object[2] - object[0]) * (object[3] - object[1]);
  const union = anchorArea + objectArea - intersection;
  return { width, height, intersection, anchorArea, objectArea, union, iou: intersection / union };
}

/** One encoded offset: its formula, the same with numbers, and what comes of it. */
export interface OffsetStep {
  name: 'tx' | 'ty' | 'tw' | 'th';
  formula: string;
  numbers: string;
  value: number;
}

/**
 * The four offsets that an anchor learns for an object.
 *
 * @param center anchor (cx, cy, w, h)
 * @param object corner form
 */
export function offsetSteps([ax, ay, aw, ah]: Box, [x1, y1, x2, y2]: Box): OffsetStep[] {
  const [gx, gy, gw, gh] = [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1];
  const shift = (name: 'tx' | 'ty', axis: string, side: string, g: number, a: number, size: number): OffsetStep => ({
    name,
    formula: `(g${axis} − a${axis}) / a${side} / 0.1`,
    numbers: `(${pixels(g)} − ${pixels(a)}) / ${pixels(size)} / 0.1`,
    value: (g - a) / size / 0.1,
  });
  const scale = (name: 'tw' | 'th', side: string, g: number, a: number): OffsetStep => ({
    name,
    formula: `ln(g${side} / a${side}) / 0.2`,
    numbers: `ln(${pixels(g)} / ${pixels(a)}) / 0.2`,
    value: Math.log(g / a) / 0.2,
  });
  return [
    shift('tx', 'x', 'w', gx, ax, aw),
    shift('ty', 'y', 'h', gy, ay, ah),
    scale('tw', 'w', gw, aw),
    scale('th', 'h', gh, ah),
  ];
}

/** At most two decimals, without trailing zeros. */
export function pixels(value: number): string {
  const short = Math.round(value * 100) / 100;
  return String(Object.is(short, -0) ? 0 : short).replace('-', '−');
}

/** An offset or an entropy in three decimals, with a true minus. */
export function signed(value: number): string {
  return value.toFixed(3).replace('-', '−');
}
