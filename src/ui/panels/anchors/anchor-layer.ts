/**
 * @file Anchors that are drawn together: their outlines and their marks.
 *
 * Marks are stamped from small pictures and solid outlines are filled edge by edge on whole pixels. As one path to be
 * stroked, the 2000 marks of 60 objects took 33 ms a frame to rasterise without a GPU; stamped they take 2 ms.
 */
import type { AnchorRole } from './matched';
import { casing, looks, type RoleLook } from './strokes';

/** The scale of a drawing. */
export interface Scale {
  /** Canvas pixels a pixel of the network input. */
  scale: number;
  /** Canvas pixels a CSS pixel. */
  density: number;
}

/** The rarest on top. */
const roleOrder: readonly AnchorRole[] = ['ignored', 'hard negative', 'threshold', 'tie', 'bipartite'];

type Context = CanvasRenderingContext2D;

export class AnchorLayer {
  /** By role, rows of four: left, top, right, bottom, canvas pixels. */
  readonly #boxes = new Map<AnchorRole, number[]>();
  /** By role, rows of two: the centre, canvas pixels. */
  readonly #marks = new Map<AnchorRole, number[]>();

  /** @param corners f32[A, 4] corner form, pixels of the network input; row a is added */
  addBox(role: AnchorRole, corners: Float32Array, a: number, { scale }: Scale): void {
    const rows = rowsOf(this.#boxes, role);
    for (let i = a * 4; i < a * 4 + 4; i++) rows.push(Math.round(corners[i] * scale));
  }

  /** @param x pixels of the network input, as y */
  addMark(role: AnchorRole, x: number, y: number, { scale }: Scale): void {
    rowsOf(this.#marks, role).push(x * scale, y * scale);
  }

  draw(context: Context, { density }: Scale, opacity = 1): void {
    context.globalAlpha = opacity;
    for (const role of roleOrder) {
      const boxes = this.#boxes.get(role);
      if (boxes !== undefined) outline(context, boxes, looks[role], density);
      const marks = this.#marks.get(role);
      if (marks !== undefined) stamp(context, marks, markPicture(role, density));
    }
    context.globalAlpha = 1;
  }
}

function rowsOf(byRole: Map<AnchorRole, number[]>, role: AnchorRole): number[] {
  const rows = byRole.get(role) ?? [];
  byRole.set(role, rows);
  return rows;
}

/** A line of the role's colour within a black one. */
function outline(context: Context, boxes: readonly number[], { colour, width, dash }: RoleLook, density: number): void {
  const inner = Math.max(1, Math.round(width * density));
  const outer = inner + 2 * Math.max(1, Math.round(0.75 * density));
  for (const [thickness, ink] of [
    [outer, casing],
    [inner, colour],
  ] as const) {
    context.lineWidth = thickness;
    context.strokeStyle = ink;
    context.fillStyle = ink;
    if (dash.length > 0) strokeDashed(context, boxes, dash, density);
    else for (let i = 0; i < boxes.length; i += 4) fillEdges(context, boxes, i, thickness);
  }
}

/** The four edges of a box, centred on its sides, without overlap. */
function fillEdges(context: Context, boxes: readonly number[], i: number, thickness: number): void {
  const half = thickness >> 1;
  const [left, top, right, bottom] = [boxes[i] - half, boxes[i + 1] - half, boxes[i + 2] - half, boxes[i + 3] - half];
  context.fillRect(left, top, right - left + thickness, thickness);
  context.fillRect(left, bottom, right - left + thickness, thickness);
  context.fillRect(left, top + thickness, thickness, bottom - top - thickness);
  context.fillRect(right, top + thickness, thickness, bottom - top - thickness);
}

function strokeDashed(context: Context, boxes: readonly number[], dash: readonly number[], density: number): void {
  context.setLineDash(dash.map((length) => length * density));
  for (let i = 0; i < boxes.length; i += 4) {
    context.strokeRect(boxes[i], boxes[i + 1], boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]);
  }
  context.setLineDash([]);
}

function stamp(context: Context, marks: readonly number[], picture: OffscreenCanvas): void {
  const half = picture.width / 2;
  for (let i = 0; i < marks.length; i += 2) {
    context.drawImage(picture, Math.round(marks[i] - half), Math.round(marks[i + 1] - half));
  }
}

/** CSS pixels: the largest mark with its casing. */
const markSide = 16;
const pictures = new Map<string, OffscreenCanvas>();

/** The mark of a role at a density, drawn once. */
function markPicture(role: AnchorRole, density: number): OffscreenCanvas {
  const key = `${role} ${density}`;
  const known = pictures.get(key);
  if (known !== undefined) return known;
  const side = 2 * Math.ceil((markSide * density) / 2);
  const picture = new OffscreenCanvas(side, side);
  const context = picture.getContext('2d')!;
  const { colour, mark, filled } = looks[role];
  const path = new Path2D(mark);
  context.translate(side / 2, side / 2);
  context.scale(density, density);
  context.lineJoin = 'round';
  context.lineWidth = filled ? 2 : 4;
  context.strokeStyle = casing;
  context.stroke(path);
  context.lineWidth = 1.75;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (filled) context.fill(path);
  else context.stroke(path);
  pictures.set(key, picture);
  return picture;
}
