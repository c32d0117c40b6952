/** @file Images and boxes on a canvas: lines on whole device pixels, legible on any photograph. */
import { inkOn } from './classes';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
type Size = Readonly<Record<'width' | 'height', number>>;

/** How a box is drawn. Shapes, not colours, tell how a detection counts. */
export type Stroke = 'solid' | 'dashed' | 'dotted' | 'corners';

export interface DrawnBox {
  /** Corner form, pixels of the image. */
  box: readonly [number, number, number, number];
  stroke: Stroke;
  /** Printed in the class colour; none for a box that another one explains. */
  label: string | null;
  colour: string;
}

export interface Picture {
  bitmap: ImageBitmap;
  /** The most important first: it lies on top, and its label takes the best place. */
  boxes: readonly DrawnBox[];
}

/**
 * Draws the picture over the whole canvas.
 *
 * @param density device pixels a CSS pixel; lines and letters keep their CSS size at any density
 */
export function drawPicture(canvas: HTMLCanvasElement, { bitmap, boxes }: Picture, density: number): void {
  const context = canvas.getContext('2d');
  // A bitmap that was replaced in the meantime is closed and has no width.
  if (context === null || bitmap.width === 0 || canvas.width === 0) return;
  const [scaleX, scaleY] = [canvas.width / bitmap.width, canvas.height / bitmap.height];
  // Enlarged a lot, a small image shows its pixels, as the network gets them; a photograph stays smooth.
  context.imageSmoothingEnabled = scaleX < 2 * density;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  drawBoxes(context, boxes, { scaleX, scaleY, density });
}

export interface BoxScale {
  /** Canvas pixels a pixel of the boxes. */
  scaleX: number;
  scaleY: number;
  /** Canvas pixels a CSS pixel. */
  density: number;
}

/** Draws boxes over what the canvas shows, the most important first in the list and on top, each with its label. */
export function drawBoxes(context: Context, boxes: readonly DrawnBox[], { scaleX, scaleY, density }: BoxScale): void {
  const placed = boxes.map((drawn) => ({ ...drawn, box: onPixels(drawn.box, scaleX, scaleY, context.canvas) }));
  for (const { box, stroke } of placed.toReversed()) strokeBox(context, box, stroke, density);
  const taken: Box[] = [];
  context.font = `600 ${11 * density}px ${labelFont}`;
  context.textBaseline = 'middle';
  for (const { box, label, colour } of placed) {
    if (label !== null) printLabel(context, box, { label, colour, density, taken });
  }
}

type Box = readonly [number, number, number, number];

function onPixels([x0, y0, x1, y1]: Box, scaleX: number, scaleY: number, { width, height }: Size): Box {
  const within = (value: number, size: number) => Math.round(Math.min(Math.max(value, 0), size));
  return [
    within(x0 * scaleX, width),
    within(y0 * scaleY, height),
    within(x1 * scaleX, width),
    within(y1 * scaleY, height),
  ];
}

/** White within black: one of the two stands out on every ground. */
function strokeBox(context: Context, box: Box, stroke: Stroke, density: number): void {
  const white = Math.max(1, Math.round(1.5 * density));
  const rim = Math.max(1, Math.round(density));
  const black = white + 2 * rim;
  // The whole line lies inside the box, so that boxes at the border of the image show it too.
  const [x0, y0, x1, y1] = box;
  if (stroke === 'solid') {
    const [right, bottom] = [Math.max(x1, x0 + black), Math.max(y1, y0 + black)];
    context.fillStyle = '#000000';
    fillFrame(context, [x0, y0, right, bottom], black);
    context.fillStyle = '#ffffff';
    fillFrame(context, [x0 + rim, y0 + rim, right - rim, bottom - rim], white);
    return;
  }
  const inset = black / 2;
  const [left, top] = [x0 + inset, y0 + inset];
  const [right, bottom] = [Math.max(left, x1 - inset), Math.max(top, y1 - inset)];
  const path = stroke === 'corners' ? corners(left, top, right, bottom) : rectangle(left, top, right, bottom);
  const dashes = { corners: [], dashed: [6 * density, 4 * density], dotted: [0, 5 * density] };
  context.setLineDash(dashes[stroke]);
  context.lineCap = stroke === 'dotted' ? 'round' : 'butt';
  const dot = stroke === 'dotted' ? Math.round(density) : 0;
  for (const [width, colour] of [
    [black + dot, '#000000'],
    [white + dot, '#ffffff'],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke(path);
  }
  context.setLineDash([]);
}

/**
 * Fills the line along the inside of a box, edge by edge without overlap. Stroked as paths, the boxes of 60 objects took
 * 2.4 ms a frame to rasterise without a GPU; filled they take a quarter of it.
 *
 * @param box corner form, canvas pixels
 */
export function fillFrame(context: Context, [x0, y0, x1, y1]: Box, thickness: number): void {
  context.fillRect(x0, y0, x1 - x0, thickness);
  context.fillRect(x0, y1 - thickness, x1 - x0, thickness);
  context.fillRect(x0, y0 + thickness, thickness, y1 - y0 - 2 * thickness);
  context.fillRect(x1 - thickness, y0 + thickness, thickness, y1 - y0 - 2 * thickness);
}

function rectangle(left: number, top: number, right: number, bottom: number): Path2D {
  const path = new Path2D();
  path.rect(left, top, right - left, bottom - top);
  return path;
}

/** The four corners alone: a ground truth that a detection has found. */
function corners(left: number, top: number, right: number, bottom: number): Path2D {
  const arm = Math.min(right - left, bottom - top) / 4;
  const path = new Path2D();
  for (const [x, inward] of [
    [left, arm],
    [right, -arm],
  ] as const) {
    for (const [y, down] of [
      [top, arm],
      [bottom, -arm],
    ] as const) {
      path.moveTo(x + inward, y);
      path.lineTo(x, y);
      path.lineTo(x, y + down);
    }
  }
  return path;
}

interface Label {
  label: string;
  colour: string;
  density: number;
  /** Where labels stand already; the new one is added. */
  taken: Box[];
}

/** Prints the label at the first free corner of its box; where none is free the label is left out. */
function printLabel(context: Context, box: Box, { label, colour, density, taken }: Label): void {
  const [height, padding] = [Math.round(16 * density), Math.round(4 * density)];
  const width = Math.ceil(context.measureText(label).width) + 2 * padding;
  const place = freePlace(box, width, height, context.canvas, taken);
  if (place === null) return;
  const [left, top] = place;
  taken.push([left, top, left + width, top + height]);
  const rim = Math.max(1, Math.round(density));
  context.fillStyle = '#ffffff';
  context.fillRect(left, top, width, height);
  context.fillStyle = colour;
  context.fillRect(left + rim, top + rim, width - 2 * rim, height - 2 * rim);
  context.fillStyle = inkOn(colour);
  context.fillText(label, left + padding, top + height / 2 + rim / 2);
}

/** Above the box, within it, below it, at its left or right edge, within the canvas and over no other label. */
function freePlace(
  [x0, y0, x1, y1]: Box,
  width: number,
  height: number,
  canvas: Size,
  taken: readonly Box[],
): readonly [number, number] | null {
  const tops = [y0 - height, y0, y1 - height, y1].filter((top) => top >= 0 && top + height <= canvas.height);
  const lefts = [x0, x1 - width].map((left) => Math.max(0, Math.min(left, canvas.width - width)));
  const places = tops.flatMap((top) => lefts.map((left) => [left, top] as const));
  const free = ([left, top]: readonly [number, number]) =>
    taken.every(([l, t, r, b]) => left >= r || left + width <= l || top >= b || top + height <= t);
  return places.find(free) ?? null;
}

const labelFont = '"Segoe UI", Roboto, "Noto Sans", "Liberation Sans", system-ui, sans-serif';
