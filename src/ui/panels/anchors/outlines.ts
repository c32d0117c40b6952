/** @file The outlines of anchors, by role: solid ones edge by edge on whole pixels, which costs far less than a path. */
import { fillFrame } from '../../images/draw';
import type { AnchorRole } from './matched';
import { casing, looks, type RoleLook, roleOrder, type Scale } from './strokes';

type Context = CanvasRenderingContext2D;

export class Outlines {
  /** By role, rows of four: left, top, right, bottom, canvas pixels. */
  readonly #boxes = new Map<AnchorRole, number[]>();

  /** @param corners f32[A, 4] corner form, pixels of the network input; row a is added */
  add(role: AnchorRole, corners: Float32Array, a: number, { scale }: Scale): void {
    const rows = this.#boxes.get(role) ?? [];
    this.#boxes.set(role, rows);
    for (let i = a * 4; i < a * 4 + 4; i++) rows.push(Math.round(corners[i] * scale));
  }

  draw(context: Context, { density }: Scale, opacity = 1): void {
    context.globalAlpha = opacity;
    for (const role of roleOrder) {
      const boxes = this.#boxes.get(role);
      if (boxes !== undefined) outline(context, boxes, looks[role], density);
    }
    context.globalAlpha = 1;
  }
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
    else fillSolid(context, boxes, thickness);
  }
}

/** Lines centred on the sides. */
function fillSolid(context: Context, boxes: readonly number[], thickness: number): void {
  const before = thickness >> 1;
  const after = thickness - before;
  for (let i = 0; i < boxes.length; i += 4) {
    const [left, top, right, bottom] = [boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]];
    fillFrame(context, [left - before, top - before, right + after, bottom + after], thickness);
  }
}

function strokeDashed(context: Context, boxes: readonly number[], dash: readonly number[], density: number): void {
  context.setLineDash(dash.map((length) => length * density));
  for (let i = 0; i < boxes.length; i += 4) {
    context.strokeRect(boxes[i], boxes[i + 1], boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]);
  }
  context.setLineDash([]);
}
