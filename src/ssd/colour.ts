/**
 * @file Colour distortion as one affine map of (R, G, B). Brightness, contrast, saturation and hue are all affine and
 * values are never clipped in between, so any sequence of them composes exactly into 12 numbers.
 */
import type { Random } from './random';

/** f64[3, 4], row major: each output channel as weights of red, green, blue and a constant in 0..255. */
export type ColourMatrix = Float64Array;

const luma = [0.299, 0.587, 0.114] as const;
const toYiq = [luma, [0.596, -0.274, -0.321], [0.211, -0.523, 0.311]] as const;
/** Inverse of the above to three digits, as the reference has it; so a hue turn of 0 is not quite the identity. */
const fromYiq = [
  [1, 0.956, 0.621],
  [1, -0.272, -0.647],
  [1, -1.107, 1.705],
] as const;

/** Adds the same amount to every channel. */
export function brightness(amount: number): ColourMatrix {
  return Float64Array.of(1, 0, 0, amount, 0, 1, 0, amount, 0, 0, 1, amount);
}

/** Multiplies every channel; the mean is not kept. */
export function contrast(factor: number): ColourMatrix {
  return Float64Array.of(factor, 0, 0, 0, 0, factor, 0, 0, 0, 0, factor, 0);
}

/** Mixes with the luma: 0 is grey, 1 the identity. */
export function saturation(factor: number): ColourMatrix {
  const [r, g, b] = luma.map((weight) => (1 - factor) * weight);
  return Float64Array.of(r + factor, g, b, 0, r, g + factor, b, 0, r, g, b + factor, 0);
}

/** Turns the I/Q plane of YIQ by turns * pi radians. The reference draws -18 to 18, so any angle occurs. */
export function hue(turns: number): ColourMatrix {
  const cos = Math.cos(turns * Math.PI);
  const sin = Math.sin(turns * Math.PI);
  const [y, i, q] = toYiq;
  const turned = [y, i.map((value, c) => cos * value - sin * q[c]), i.map((value, c) => sin * value + cos * q[c])];
  const matrix = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let c = 0; c < 3; c++) for (let k = 0; k < 3; k++) matrix[row * 4 + c] += fromYiq[row][k] * turned[k][c];
  }
  return matrix;
}

/** The map that does `first`, then `second`. */
export function composeColour(first: ColourMatrix, second: ColourMatrix): ColourMatrix {
  const matrix = new Float64Array(12);
  for (let row = 0; row < 3; row++) {
    for (let c = 0; c < 4; c++) {
      let sum = c === 3 ? second[row * 4 + 3] : 0;
      for (let k = 0; k < 3; k++) sum += second[row * 4 + k] * first[k * 4 + c];
      matrix[row * 4 + c] = sum;
    }
  }
  return matrix;
}

/**
 * Draws the distortion of one image: each step with probability one half, contrast before or after saturation and hue.
 *
 * Source: SSD's photometric distortion as in GluonCV's random_color_distort.
 */
export function sampleColourDistortion(random: Random): ColourMatrix {
  const maybe = (step: () => ColourMatrix) => (random.chance(0.5) ? step() : brightness(0));
  const bright = maybe(() => brightness(random.uniform(-32, 32)));
  const contrastFirst = random.chance(0.5);
  const contrasted = () => maybe(() => contrast(random.uniform(0.5, 1.5)));
  const before = contrastFirst ? [contrasted()] : [];
  const coloured = [maybe(() => saturation(random.uniform(0.5, 1.5))), maybe(() => hue(random.uniform(-18, 18)))];
  const after = contrastFirst ? [] : [contrasted()];
  return [...before, ...coloured, ...after].reduce(composeColour, bright);
}

/**
 * Applies a map in place. Values are not clipped to 0..255.
 *
 * @param pixels f32[N, 3] red, green, blue
 */
export function applyColour(matrix: ColourMatrix, pixels: Float32Array): void {
  const [rr, rg, rb, r0, gr, gg, gb, g0, br, bg, bb, b0] = matrix;
  for (let i = 0; i < pixels.length; i += 3) {
    const red = pixels[i];
    const green = pixels[i + 1];
    const blue = pixels[i + 2];
    pixels[i] = rr * red + rg * green + rb * blue + r0;
    pixels[i + 1] = gr * red + gg * green + gb * blue + g0;
    pixels[i + 2] = br * red + bg * green + bb * blue + b0;
  }
}
