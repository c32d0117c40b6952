/**
 * @file Clutter: flat shapes of no class, behind the objects or in front of one.
 */
import type { Random } from '../../ssd';
import { type Colour, randomColour } from './colour';
import { cos, sin } from './reproducible';

/** A rotated shape; lengths are fractions of the image. */
export interface Shape {
  kind: 'box' | 'ellipse' | 'triangle' | 'ring';
  cx: number;
  cy: number;
  /** Half of the width and height before rotation. */
  rx: number;
  ry: number;
  cos: number;
  sin: number;
  colour: Colour;
}

const kinds = ['box', 'box', 'ellipse', 'triangle', 'ring'] as const;

/** A shape of the given half length around a point. */
export function randomShape(random: Random, cx: number, cy: number, radius: number): Shape {
  const angle = random.uniform(0, Math.PI);
  return {
    kind: random.pick(kinds),
    cx,
    cy,
    rx: radius,
    ry: radius * random.uniform(0.3, 1),
    cos: cos(angle),
    sin: sin(angle),
    colour: randomColour(random, [0.1, 0.7], [0.2, 0.85]),
  };
}

/**
 * How much of a pixel the shape covers, 0..1.
 *
 * @param x, y the pixel's centre, fractions of the image
 * @param pixel the pixel's side, a fraction of the image
 */
export function coverage(shape: Shape, x: number, y: number, pixel: number): number {
  const dx = x - shape.cx;
  const dy = y - shape.cy;
  const u = (shape.cos * dx + shape.sin * dy) / shape.rx;
  const v = (shape.cos * dy - shape.sin * dx) / shape.ry;
  return Math.min(1, Math.max(0, (inside(shape.kind, u, v) * shape.ry) / pixel + 0.5));
}

/** How deep (u, v) lies within the unit shape (negative outside), in units of its radius. */
function inside(kind: Shape['kind'], u: number, v: number): number {
  switch (kind) {
    case 'box':
      return 1 - Math.max(Math.abs(u), Math.abs(v));
    case 'ellipse':
      return 1 - Math.sqrt(u * u + v * v);
    case 'triangle':
      return Math.min(1 - v, (1 + v - 2 * Math.abs(u)) * 0.45);
    case 'ring':
      return 0.25 - Math.abs(0.75 - Math.sqrt(u * u + v * v));
  }
}

/** Half the side of a square that holds the shape at any rotation. */
export function reach(shape: Shape): number {
  return Math.sqrt(shape.rx * shape.rx + shape.ry * shape.ry);
}
