/**
 * @file Where everything in a scene stands. A layout has no pixels: it is the same scene at every size.
 *
 * Objects are laid from front to back. What stands in front is settled by then, so the visible share of an object is
 * known when it is laid, and one that would be hidden by more than half is moved, made smaller, or at last dropped
 * before anything is drawn.
 */
import type { Random } from '../../ssd';
import type { Sprite } from './atlas';
import { type Background, randomBackground } from './background';
import { colourMatrix } from './colour';
import { cos, exp, log, normal, sin } from './reproducible';
import { crowding, type SceneRules, weightedIndex } from './rules';
import { coverage, randomShape, reach, type Shape } from './shape';

export interface PlacedSprite {
  sprite: Sprite;
  /** Index into the rules' classes. */
  label: number;
  /** Centre, fractions of the image. */
  cx: number;
  cy: number;
  /** Fractions of the image per texel; negative scaleX is a mirror image. */
  scaleX: number;
  scaleY: number;
  cos: number;
  sin: number;
  /** 3 x 3, applied to RGB. */
  colour: readonly number[];
  /** Share of the sprite's painted area that is inside the image and not covered. */
  visible: number;
}

export interface Layout {
  /** From front to back. */
  occluders: Shape[];
  sprites: PlacedSprite[];
  clutter: Shape[];
  background: Background;
  blurred: boolean;
  /** Standard deviation of the noise, 0..255 scale. */
  noise: number;
}

/** An object on the way to its place. */
interface Candidate extends PlacedSprite {
  truncated: boolean;
}

/** The sprites of each class, by pack: a pack is drawn first, so that none is rarer for having fewer sprites. */
export type Cast = readonly (readonly (readonly Sprite[])[])[];

/** Cells along a side of the grid on which coverage is measured. */
const cells = 48;
/** Less visible than this is dropped. */
const leastVisible = 0.5;
const degree = Math.PI / 180;

/** @param cast cast[label][pack] lists sprites */
export function layScene(random: Random, rules: SceneRules, cast: Cast): Layout {
  const cover = new Float32Array(cells * cells);
  const background = randomBackground(random);
  const count = weightedIndex(random, rules.countWeights);
  const objects = Array.from({ length: count }, () => randomObject(random, rules, cast, crowding(count)));
  const occluders: Shape[] = [];
  if (count > 0 && random.chance(rules.occluder)) {
    stand(objects[0], random);
    occluders.push(occluderOf(objects[0], random));
    coverShape(occluders[0], cover);
  }
  const sprites = objects.filter((object, i) => settle(object, random, rules, cover, i === 0 && occluders.length > 0));
  const clutter = Array.from({ length: random.integer(rules.clutter + 1) }, () =>
    randomShape(random, random.next(), random.next(), random.uniform(0.03, 0.15)),
  );
  return { occluders, sprites, clutter, background, blurred: random.chance(0.15), noise: random.uniform(0, 6) };
}

function randomObject(random: Random, rules: SceneRules, cast: Cast, crowdFactor: number): Candidate {
  const label = weightedIndex(random, rules.classWeights);
  const sprite = random.pick(random.pick(cast[label]));
  const [low, high] = rules.longSide;
  const longSide = low * exp(random.next() * log(high / low)) * crowdFactor;
  const stretch = exp(random.uniform(-0.1, 0.1));
  const scale = longSide / Math.max(sprite.width * stretch, sprite.height / stretch);
  const angle = normal(random, 6 * degree);
  return {
    sprite,
    label,
    cx: 0.5,
    cy: 0.5,
    scaleX: scale * stretch * (random.chance(0.5) ? -1 : 1),
    scaleY: scale / stretch,
    cos: cos(angle),
    sin: sin(angle),
    colour: colourMatrix(random.uniform(-15, 15) * degree, random.uniform(0.5, 1.3), random.uniform(0.65, 1.15)),
    visible: 1,
    truncated: random.chance(rules.truncation),
  };
}

/** Gives an object a place: wholly inside the image, or, if it is to be truncated, partly beyond one edge. */
function stand(object: Candidate, random: Random): void {
  const { sprite, scaleX, scaleY } = object;
  const width = Math.abs(scaleX) * sprite.width;
  const height = scaleY * sprite.height;
  const rx = (object.cos * width + Math.abs(object.sin) * height) / 2;
  const ry = (object.cos * height + Math.abs(object.sin) * width) / 2;
  object.cx = random.uniform(Math.min(rx, 0.5), Math.max(1 - rx, 0.5));
  object.cy = random.uniform(Math.min(ry, 0.5), Math.max(1 - ry, 0.5));
  if (!object.truncated) return;
  const beyond = 1 - 2 * random.uniform(0.1, 0.45);
  const edge = random.integer(4);
  if (edge === 0) object.cx = rx * beyond;
  else if (edge === 1) object.cx = 1 - rx * beyond;
  else if (edge === 2) object.cy = ry * beyond;
  else object.cy = 1 - ry * beyond;
}

/**
 * Finds a place where enough of the object can be seen, and takes it.
 *
 * @param placed whether to try the place that it has first
 * @returns false if there is none
 */
function settle(object: Candidate, random: Random, rules: SceneRules, cover: Float32Array, placed: boolean): boolean {
  let enough = placed || object.truncated || random.chance(rules.overlap) ? leastVisible : 0.85;
  for (let attempt = 1; attempt <= 24; attempt++) {
    if (attempt > 1 || !placed) stand(object, random);
    object.visible = measureVisible(object, cover);
    if (object.visible >= enough) {
      coverSprite(object, cover);
      return true;
    }
    if (attempt % 8 !== 0) continue;
    object.scaleX *= 0.8;
    object.scaleY *= 0.8;
    if (attempt === 16) enough = leastVisible;
  }
  return false;
}

/** A shape on the rim of an object, so that it hides a part and not the middle. */
function occluderOf({ sprite, cx, cy, scaleX, scaleY }: PlacedSprite, random: Random): Shape {
  const rx = (Math.abs(scaleX) * sprite.width) / 2;
  const ry = (scaleY * sprite.height) / 2;
  const angle = random.uniform(0, 2 * Math.PI);
  const radius = Math.max(rx, ry) * random.uniform(0.25, 0.55);
  return randomShape(random, cx + rx * cos(angle), cy + ry * sin(angle), radius);
}

/** The level whose texels come nearest to the pixels of an image of `size` pixels. */
export function mipLevel({ sprite, scaleX, scaleY }: PlacedSprite, size: number): number {
  let texelsPerPixel = 1 / (Math.max(Math.abs(scaleX), scaleY) * size);
  let level = 0;
  for (; texelsPerPixel > 1.5 && level < sprite.mips.length - 1; level++) texelsPerPixel /= 2;
  return level;
}

/** Share of the sprite's painted area that lies on the grid and is not covered yet. */
function measureVisible(object: PlacedSprite, cover: Float32Array): number {
  const seen = visitCells(object, cover, false);
  const area = object.sprite.area * Math.abs(object.scaleX) * object.scaleY * cells * cells;
  return Math.min(1, seen / area);
}

function coverSprite(object: PlacedSprite, cover: Float32Array): void {
  visitCells(object, cover, true);
}

/** Sums what the sprite paints on cells that still show through, and covers them if asked to. */
function visitCells(object: PlacedSprite, cover: Float32Array, fill: boolean): number {
  const { sprite, cx, cy, scaleX, scaleY } = object;
  const level = mipLevel(object, cells);
  const { width, height, texels } = sprite.mips[level];
  const shrink = 1 / 2 ** level;
  const radius = Math.sqrt((scaleX * sprite.width) ** 2 + (scaleY * sprite.height) ** 2) / 2;
  const [x0, x1] = cellRange(cx, radius);
  const [y0, y1] = cellRange(cy, radius);
  const ux = (shrink * object.cos) / scaleX;
  const vx = (-shrink * object.sin) / scaleY;
  let seen = 0;
  for (let y = y0; y <= y1; y++) {
    const dy = (y + 0.5) / cells - cy;
    const rowU = (shrink * object.sin * dy) / scaleX + (shrink * sprite.width) / 2;
    const rowV = (shrink * object.cos * dy) / scaleY + (shrink * sprite.height) / 2;
    for (let x = x0; x <= x1; x++) {
      const dx = (x + 0.5) / cells - cx;
      const u = rowU + ux * dx;
      const v = rowV + vx * dx;
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      const alpha = texels[4 * (((v | 0) + 1) * (width + 2) + (u | 0) + 1) + 3] / 255;
      const cell = y * cells + x;
      const share = alpha * (1 - cover[cell]);
      seen += share;
      if (fill) cover[cell] += share;
    }
  }
  return seen;
}

function coverShape(shape: Shape, cover: Float32Array): void {
  const [x0, x1] = cellRange(shape.cx, reach(shape));
  const [y0, y1] = cellRange(shape.cy, reach(shape));
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      cover[y * cells + x] = coverage(shape, (x + 0.5) / cells, (y + 0.5) / cells, 1 / cells);
    }
  }
}

/** First and last cell that a span around a centre may touch. */
function cellRange(centre: number, radius: number): [number, number] {
  return [
    Math.max(0, Math.floor((centre - radius) * cells)),
    Math.min(cells - 1, Math.floor((centre + radius) * cells)),
  ];
}
