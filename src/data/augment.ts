/**
 * @file The training augmentation of GluonCV, and the plain resize of validation.
 *
 * The reference distorts the colours, builds an expanded canvas, cuts the crop out of it, resizes and flips. Here the
 * geometry is drawn first and the pixels are touched once: colour is affine and a resize is linear with weights that
 * add up to 1, so the colour may come last; and a flip only reverses the columns. The results are the same but for
 * rounding. Values are not clipped to 0..255, as in the reference.
 *
 * Source: GluonCV's SSDDefaultTrainTransform and SSDDefaultValTransform.
 */
import {
  applyColour,
  type ColourMatrix,
  cropBoxes,
  flipBoxes,
  type Random,
  type Rectangle,
  resizeBoxes,
  sampleColourDistortion,
  sampleCrop,
  sampleExpansion,
  translateBoxes,
} from '../ssd';
import { autoInterpolation, type Interpolation, interpolations } from './interpolation';
import { axisWeights, resample } from './resample';
import type { AugmentConfig, Augmented, Sample } from './types';

/** The ImageNet mean in 0..255, with which an expanded canvas is filled. */
const fill = [123.675, 116.28, 103.53] as const;

/** What was drawn for one image. */
interface View {
  /** The part of the image to show; it reaches beyond the image where the canvas was expanded. */
  window: Rectangle;
  interpolation: Interpolation;
  flip: boolean;
  colour: ColourMatrix | null;
}

/**
 * Draws one augmented view of a sample.
 *
 * @param options parts that are off leave the sample as it is; without random interpolation it is that of validation
 * @param size    S, side of the result in pixels
 * @param image   f32[S, S, 3], overwritten: the image of the result
 */
export function augmentSample(
  sample: Sample,
  options: AugmentConfig,
  size: number,
  random: Random,
  image: Float32Array = new Float32Array(size * size * 3),
): Augmented {
  const colour = options.colour ? sampleColourDistortion(random) : null;
  const { x, y, ...canvas } =
    options.expand && random.chance(0.5)
      ? sampleExpansion(sample, random)
      : { x: 0, y: 0, width: sample.width, height: sample.height };
  const placed = translateBoxes(sample.boxes, x, y);
  const crop = options.crop ? sampleCrop(placed, canvas, random) : { x: 0, y: 0, ...canvas };
  const interpolation = options.randomInterpolation ? random.pick(interpolations) : autoInterpolation(crop, size);
  const flip = options.flip && random.chance(0.5);

  const { boxes, kept } = options.crop
    ? cropBoxes(placed, crop)
    : { boxes: placed, kept: sample.labels.map((_, i) => i) };
  const resized = resizeBoxes(boxes, crop, { width: size, height: size });
  const window = { ...crop, x: crop.x - x, y: crop.y - y };
  render(sample, { window, interpolation, flip, colour }, size, image);
  return {
    id: sample.id,
    image,
    boxes: flip ? flipBoxes(resized, size) : resized,
    labels: kept.map((i) => sample.labels[i]),
    difficult: Uint8Array.from(kept, (i) => sample.difficult[i]),
  };
}

/**
 * The validation transform: the whole image at S x S, whatever its aspect.
 *
 * @param image f32[S, S, 3], overwritten: the image of the result
 */
export function resizeSample(
  sample: Sample,
  size: number,
  image: Float32Array = new Float32Array(size * size * 3),
): Augmented {
  const window = { x: 0, y: 0, width: sample.width, height: sample.height };
  const interpolation = autoInterpolation(sample, size);
  render(sample, { window, interpolation, flip: false, colour: null }, size, image);
  return {
    id: sample.id,
    image,
    boxes: resizeBoxes(sample.boxes, sample, { width: size, height: size }),
    labels: sample.labels.slice(),
    difficult: sample.difficult.slice(),
  };
}

function render(sample: Sample, view: View, size: number, image: Float32Array): void {
  const { window, interpolation, flip, colour } = view;
  const inside =
    window.x >= 0 &&
    window.y >= 0 &&
    window.x + window.width <= sample.width &&
    window.y + window.height <= sample.height;
  if (inside && sample.width === size && sample.height === size && window.width === size && window.height === size) {
    copyPixels(sample.pixels, size, flip, image);
    if (colour !== null) applyColour(colour, image);
    return;
  }
  const grows = window.width < size || window.height < size;
  const x = axisWeights(interpolation, { start: window.x, length: window.width }, sample.width, size, grows, flip);
  const y = axisWeights(interpolation, { start: window.y, length: window.height }, sample.height, size, grows);
  resample(sample.pixels, sample.width, x, y, image);
  if (!inside) fillCanvas(image, x.coverage, y.coverage, colour);
  else if (colour !== null) applyColour(colour, image);
}

function copyPixels(pixels: Uint8ClampedArray, size: number, flip: boolean, image: Float32Array): void {
  for (let y = 0, to = 0; y < size; y++) {
    for (let x = 0; x < size; x++, to += 3) {
      const from = (y * size + (flip ? size - 1 - x : x)) * 4;
      image[to] = pixels[from];
      image[to + 1] = pixels[from + 1];
      image[to + 2] = pixels[from + 2];
    }
  }
}

/** Distorts the image's share of each pixel and gives the rest to the fill, which the reference never distorts. */
function fillCanvas(image: Float32Array, x: Float32Array, y: Float32Array, colour: ColourMatrix | null): void {
  const offsets = colour === null ? [0, 0, 0] : [colour[3], colour[7], colour[11]];
  if (colour !== null) {
    const linear = colour.map((value, i) => (i % 4 === 3 ? 0 : value));
    applyColour(linear, image);
  }
  for (let row = 0, at = 0; row < y.length; row++) {
    for (let column = 0; column < x.length; column++) {
      const coverage = x[column] * y[row];
      for (let c = 0; c < 3; c++, at++) image[at] += coverage * offsets[c] + (1 - coverage) * fill[c];
    }
  }
}
