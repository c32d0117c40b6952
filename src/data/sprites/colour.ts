/**
 * @file Colours of scenes: random flat colours, and the jitter that keeps a sprite from being known by its paint.
 */
import type { Random } from '../../ssd';
import { cos, sin } from './reproducible';

/** RGB, each 0..255. */
export type Colour = readonly [number, number, number];

/** A flat colour with any hue, and saturation and lightness in the given ranges (0..1). */
export function randomColour(
  random: Random,
  saturation: readonly [number, number],
  lightness: readonly [number, number],
): Colour {
  return fromHsl(random.next(), random.uniform(...saturation), random.uniform(...lightness));
}

/** @param hue 0..1, cyclic; saturation and lightness 0..1 */
export function fromHsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (shift: number) => {
    const k = (shift + 12 * hue) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** Share of each channel in what the eye takes for brightness (Rec. 709). */
const luma = [0.2126, 0.7152, 0.0722];

/**
 * Rotates the hue around the grey axis, then scales saturation and brightness.
 *
 * Linear without an offset, so it applies to premultiplied colours as well.
 *
 * @param hue radians
 * @returns f64[3, 3] row-major; output = matrix * rgb
 */
export function colourMatrix(hue: number, saturation: number, brightness: number): number[] {
  const c = cos(hue);
  const s = sin(hue) * Math.sqrt(1 / 3);
  const third = (1 - c) / 3;
  const rotation = [c + third, third - s, third + s, third + s, c + third, third - s, third - s, third + s, c + third];
  const matrix = new Array<number>(9);
  for (let column = 0; column < 3; column++) {
    const grey = luma[0] * rotation[column] + luma[1] * rotation[3 + column] + luma[2] * rotation[6 + column];
    for (let row = 0; row < 3; row++) {
      matrix[3 * row + column] = brightness * (grey + saturation * (rotation[3 * row + column] - grey));
    }
  }
  return matrix;
}
