/**
 * @file Backgrounds: two colours and a field that says how much of the second shows where.
 *
 * All lengths are fractions of the image, so a background is the same picture at every size.
 */
import type { Random } from '../../ssd';
import { type Colour, fromHsl } from './colour';
import { cos, sin } from './reproducible';

interface Direction {
  dx: number;
  dy: number;
}
interface Blob {
  x: number;
  y: number;
  radius: number;
}
/** A grid of random values in [0, 1), read with smooth interpolation. */
interface Lattice {
  cells: number;
  values: Float32Array;
}

type Field =
  | { kind: 'plain' }
  | { kind: 'gradient'; direction: Direction }
  | { kind: 'pattern'; direction: Direction; period: number; phase: number; checker: boolean }
  | { kind: 'blobs'; blobs: Blob[] }
  | { kind: 'texture'; coarse: Lattice; fine: Lattice };

export interface Background {
  first: Colour;
  second: Colour;
  field: Field;
}

const kinds = ['plain', 'gradient', 'pattern', 'blobs', 'texture'] as const;

export function randomBackground(random: Random): Background {
  const kind = random.pick(kinds);
  const hue = random.next();
  const dark = random.chance(0.25);
  const saturation = random.uniform(0.05, dark ? 0.35 : 0.55);
  const lightness = dark ? random.uniform(0.2, 0.45) : random.uniform(0.5, 0.95);
  // A pattern as strong as an object would be an object of no class; a gradient may be.
  const contrast = kind === 'gradient' ? random.uniform(0.1, 0.35) : random.uniform(0.05, 0.2);
  const otherLightness = lightness > 0.55 ? lightness - contrast : lightness + contrast;
  return {
    first: fromHsl(hue, saturation, lightness),
    second: fromHsl(hue + random.uniform(0, 0.15), saturation, otherLightness),
    field: randomField(kind, random),
  };
}

function randomField(kind: Field['kind'], random: Random): Field {
  switch (kind) {
    case 'plain':
      return { kind };
    case 'gradient':
      return { kind, direction: randomDirection(random) };
    case 'pattern':
      return {
        kind,
        direction: randomDirection(random),
        period: random.uniform(0.1, 0.35),
        phase: random.next(),
        checker: random.chance(0.4),
      };
    case 'blobs':
      return { kind, blobs: Array.from({ length: 3 + random.integer(5) }, () => randomBlob(random)) };
    case 'texture': {
      const cells = 3 + random.integer(6);
      return { kind, coarse: randomLattice(random, cells), fine: randomLattice(random, 3 * cells) };
    }
  }
}

function randomDirection(random: Random): Direction {
  const angle = random.uniform(0, 2 * Math.PI);
  return { dx: cos(angle), dy: sin(angle) };
}

function randomBlob(random: Random): Blob {
  return { x: random.next(), y: random.next(), radius: random.uniform(0.1, 0.4) };
}

function randomLattice(random: Random, cells: number): Lattice {
  const values = new Float32Array((cells + 1) * (cells + 1));
  for (let i = 0; i < values.length; i++) values[i] = random.next();
  return { cells, values };
}

/**
 * Lays the background beneath a picture.
 *
 * @param picture f32[size, size, 4] RGB 0..255 premultiplied by coverage, and coverage 0..1; made opaque in place
 */
export function paintBackground(background: Background, picture: Float32Array, size: number): void {
  const { first, second, field } = background;
  const [r, g, b] = first;
  const [dr, dg, db] = [second[0] - r, second[1] - g, second[2] - b];
  const row = new Float32Array(size);
  for (let y = 0; y < size; y++) {
    fillRow(field, row, (y + 0.5) / size, size);
    for (let x = 0, i = 4 * y * size; x < size; x++, i += 4) {
      const through = 1 - picture[i + 3];
      if (through <= 0) continue;
      const mix = row[x];
      picture[i] += through * (r + mix * dr);
      picture[i + 1] += through * (g + mix * dg);
      picture[i + 2] += through * (b + mix * db);
      picture[i + 3] = 1;
    }
  }
}

/** Fills f32[size] with the share of the second colour along one row, 0..1. */
function fillRow(field: Field, row: Float32Array, y: number, size: number): void {
  switch (field.kind) {
    case 'plain':
      row.fill(0);
      return;
    case 'gradient': {
      const { dx, dy } = field.direction;
      const reach = Math.abs(dx) + Math.abs(dy);
      for (let x = 0; x < size; x++) row[x] = 0.5 + (((x + 0.5) / size - 0.5) * dx + (y - 0.5) * dy) / reach;
      return;
    }
    case 'pattern': {
      const { direction, period, phase, checker } = field;
      const { dx, dy } = direction;
      for (let x = 0; x < size; x++) {
        const u = (x + 0.5) / size;
        const along = stripe((u * dx + y * dy) / period + phase, period * size);
        const across = checker ? stripe((y * dx - u * dy) / period + phase, period * size) : 0;
        row[x] = along + across - 2 * along * across;
      }
      return;
    }
    case 'blobs':
      row.fill(0);
      for (const blob of field.blobs) addBlob(blob, row, y, size);
      return;
    case 'texture':
      row.fill(0);
      addLattice(field.coarse, 0.65, row, y, size);
      addLattice(field.fine, 0.35, row, y, size);
      return;
  }
}

/** 1 in the middle half of each period and 0 elsewhere, with edges one pixel soft. */
function stripe(position: number, periodPixels: number): number {
  const inside = 0.25 - Math.abs(position - Math.floor(position) - 0.5);
  return Math.min(1, Math.max(0, inside * periodPixels + 0.5));
}

function addBlob({ x: cx, y: cy, radius }: Blob, row: Float32Array, y: number, size: number): void {
  const first = Math.max(0, Math.floor((cx - radius) * size));
  const last = Math.min(size - 1, Math.ceil((cx + radius) * size));
  for (let x = first; x <= last; x++) {
    const u = ((x + 0.5) / size - cx) / radius;
    const v = (y - cy) / radius;
    const fall = 1 - u * u - v * v;
    if (fall > 0) row[x] = Math.min(1, row[x] + fall * fall);
  }
}

function addLattice({ cells, values }: Lattice, weight: number, row: Float32Array, y: number, size: number): void {
  const top = Math.floor(y * cells);
  const v = smooth(y * cells - top);
  for (let x = 0; x < size; x++) {
    const position = ((x + 0.5) / size) * cells;
    const left = Math.floor(position);
    const u = smooth(position - left);
    const i = top * (cells + 1) + left;
    const j = i + cells + 1;
    const upper = values[i] + u * (values[i + 1] - values[i]);
    const lower = values[j] + u * (values[j + 1] - values[j]);
    row[x] += weight * (upper + v * (lower - upper));
  }
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
