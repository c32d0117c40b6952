/** @file Boxes of the network input laid over an image, and moved to the pixels of its bitmap. */
import type { CSSProperties } from 'react';
import type { DecodedRow, InspectedImage } from '../../../worker';

export type Box = DecodedRow['box'];

/** Fractions of the image: the part of the box that lies within it. */
export function boxWithin(box: Readonly<Box>, size: number): Box {
  return box.map((value) => Math.min(Math.max(value / size, 0), 1)) as Box;
}

/** Lays an element over the part of the image that the box covers. */
export function boxStyle(box: Readonly<Box>, size: number): CSSProperties {
  const [left, top, right, bottom] = boxWithin(box, size).map((fraction) => fraction * 100);
  return { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` };
}

/** The bitmap has the original size; the network gets it as a square. */
export function onBitmap(box: Readonly<Box>, { bitmap, size }: InspectedImage): Box {
  const [x, y] = [bitmap.width / size, bitmap.height / size];
  return [box[0] * x, box[1] * y, box[2] * x, box[3] * y];
}

export function areaOf([x0, y0, x1, y1]: Readonly<Box>): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}
