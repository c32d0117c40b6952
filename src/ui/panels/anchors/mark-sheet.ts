/**
 * @file The marks of all anchors as one picture, written pixel by pixel.
 *
 * Of 60 objects there are 2000 marks. Stroked as one path they took 33 ms a frame to rasterise without a GPU, drawn one by
 * one as pictures 13 ms.
 */
import type { AnchorRole } from './matched';
import { casing, looks } from './strokes';

/** The pixels of a mark that are not transparent. */
interface Stamp {
  /** Canvas pixels from the centre. */
  dx: Int16Array;
  dy: Int16Array;
  /** Places of the pixels in a picture of the given width, from that of the centre. */
  shifts: Int32Array;
  /** RGBA as ImageData has it, the opacity of the mark in it. */
  colours: Uint32Array;
  /** No pixel lies farther from the centre. */
  reach: number;
}

export class MarkSheet {
  readonly #canvas: OffscreenCanvas;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;

  constructor(width: number, height: number) {
    this.#canvas = new OffscreenCanvas(width, height);
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  fits(width: number, height: number): boolean {
    return this.#image.width === width && this.#image.height === height;
  }

  clear(): void {
    this.#pixels.fill(0);
  }

  /**
   * Adds marks of one role, over those that are there.
   *
   * @param centres rows of two, canvas pixels
   * @param density canvas pixels a CSS pixel
   */
  add(role: AnchorRole, centres: readonly number[], density: number, opacity: number): void {
    const { width, height } = this.#image;
    const { dx, dy, shifts, colours, reach } = stampOf(role, density, opacity, width);
    const pixels = this.#pixels;
    for (let k = 0; k < centres.length; k += 2) {
      const left = Math.round(centres[k]);
      const top = Math.round(centres[k + 1]);
      const whole = left >= reach && top >= reach && left + reach <= width && top + reach <= height;
      const centre = top * width + left;
      if (whole) {
        for (let i = 0; i < colours.length; i++) pixels[centre + shifts[i]] = colours[i];
        continue;
      }
      for (let i = 0; i < colours.length; i++) {
        const column = left + dx[i];
        const row = top + dy[i];
        if (column >= 0 && column < width && row >= 0 && row < height) pixels[centre + shifts[i]] = colours[i];
      }
    }
  }

  draw(context: CanvasRenderingContext2D): void {
    this.#canvas.getContext('2d')!.putImageData(this.#image, 0, 0);
    context.drawImage(this.#canvas, 0, 0);
  }
}

const stamps = new Map<string, Stamp>();

/** @param width of the picture that it is put into */
function stampOf(role: AnchorRole, density: number, opacity: number, width: number): Stamp {
  const key = `${role} ${density} ${opacity} ${width}`;
  const known = stamps.get(key) ?? makeStamp(role, density, opacity, width);
  stamps.set(key, known);
  return known;
}

/** CSS pixels from the centre that the largest mark takes with its casing. */
const markReach = 8;

function makeStamp(role: AnchorRole, density: number, opacity: number, width: number): Stamp {
  const reach = Math.ceil(markReach * density);
  const side = 2 * reach;
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
  context.translate(reach, reach);
  drawMark(context, role, density);
  const { data } = context.getImageData(0, 0, side, side);
  for (let i = 3; i < data.length; i += 4) data[i] = Math.round(data[i] * opacity);
  const pixels = new Uint32Array(data.buffer);
  const visible = Array.from(pixels.keys()).filter((i) => data[i * 4 + 3] > 0);
  const dx = Int16Array.from(visible, (i) => (i % side) - reach);
  const dy = Int16Array.from(visible, (i) => Math.floor(i / side) - reach);
  return {
    dx,
    dy,
    shifts: Int32Array.from(dx, (column, i) => dy[i] * width + column),
    colours: Uint32Array.from(visible, (i) => pixels[i]),
    reach,
  };
}

/** Draws the mark of a role around the origin of the context. */
export function drawMark(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  role: AnchorRole,
  density: number,
): void {
  const { colour, mark, filled } = looks[role];
  const path = new Path2D(mark);
  context.save();
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
  context.restore();
}
