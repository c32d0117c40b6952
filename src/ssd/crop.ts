/**
 * @file Which rectangle of an image is trained on: random expansion of the canvas and the crop under constraints.
 *
 * Source: Liu et al. 2016, arXiv:1512.02325, sec. 2.2, as GluonCV does it: a constraint holds over *all* objects, where
 * the paper asks for one.
 */
import { cropBoxes, type Rectangle, type Size } from './augment-boxes';
import { boxCount, iou } from './boxes';
import type { Random } from './random';

/** Bounds on the IoU of every object with the crop. */
export interface CropConstraint {
  min: number;
  max: number;
}

const unlimited = Number.POSITIVE_INFINITY;
export const cropConstraints: readonly CropConstraint[] = [
  ...[0.1, 0.3, 0.5, 0.7, 0.9].map((min) => ({ min, max: unlimited })),
  { min: -unlimited, max: 1 },
];
const trials = 50;
const minScale = 0.3;
const maxAspect = 2;
const maxExpansion = 4;

/**
 * Where an image lies on a larger canvas: ratio uniform in 1 to 4 for both axes, offset uniform.
 *
 * @returns width and height of the canvas; x and y of the image on it, which are the shift of its boxes
 */
export function sampleExpansion({ width, height }: Size, random: Random): Rectangle {
  const ratio = random.uniform(1, maxExpansion);
  const canvas = { width: Math.trunc(width * ratio), height: Math.trunc(height * ratio) };
  return {
    x: random.integer(canvas.width - width + 1),
    y: random.integer(canvas.height - height + 1),
    ...canvas,
  };
}

/**
 * Draws the crop of an image. Candidates are the whole image and, for each constraint, the first of 50 random crops
 * that satisfies it; of those one is drawn that keeps an object. Without objects it is the first random crop.
 *
 * @param boxes f32[N, 4] corner form, pixels of the image
 */
export function sampleCrop(boxes: Float32Array, size: Size, random: Random): Rectangle {
  if (boxes.length === 0) return randomCrop(size, random);
  const whole = { ...size, x: 0, y: 0 };
  const candidates: Rectangle[] = [whole];
  const corners = new Float32Array(4);
  for (const constraint of cropConstraints) {
    for (let trial = 0; trial < trials; trial++) {
      const crop = randomCrop(size, random);
      if (!obeys(boxes, crop, constraint, corners)) continue;
      candidates.push(crop);
      break;
    }
  }
  while (candidates.length > 0) {
    const [crop] = candidates.splice(random.integer(candidates.length), 1);
    if (cropBoxes(boxes, crop).kept.length > 0) return crop;
  }
  return whole;
}

/** `acceptsCrop` of `cropIous` up to the first object that says no: asked 300 times an image, it makes no lists. */
function obeys(boxes: Float32Array, crop: Rectangle, { min, max }: CropConstraint, corners: Float32Array): boolean {
  corners[0] = crop.x;
  corners[1] = crop.y;
  corners[2] = crop.x + crop.width;
  corners[3] = crop.y + crop.height;
  for (let i = 0; i < boxes.length / 4; i++) {
    const overlap = iou(boxes, i, corners, 0);
    if (!(overlap >= min && overlap <= max)) return false;
  }
  return true;
}

/** Whether the IoUs of all objects with a crop obey a constraint. */
export function acceptsCrop(ious: Float32Array, { min, max }: CropConstraint): boolean {
  return ious.every((value) => value >= min && value <= max);
}

/** f32[N] IoU of every box with the crop. */
export function cropIous(boxes: Float32Array, crop: Rectangle): Float32Array {
  const rectangle = Float32Array.of(crop.x, crop.y, crop.x + crop.width, crop.y + crop.height);
  return new Float32Array(boxCount('cropIous', boxes)).map((_, i) => iou(boxes, i, rectangle, 0));
}

/** The aspect ratios that fit an image at this scale: at most 2 to 1 and no side longer than the image. */
export function aspectRange(scale: number): [number, number] {
  return [Math.max(1 / maxAspect, scale * scale), Math.min(maxAspect, 1 / (scale * scale))];
}

/** The crop of this scale (side, as a fraction) and aspect ratio relative to the image's. */
export function cropSize({ width, height }: Size, scale: number, aspect: number): Size {
  const root = Math.sqrt(aspect);
  return { width: Math.trunc(width * scale * root), height: Math.trunc((height * scale) / root) };
}

function randomCrop(image: Size, random: Random): Rectangle {
  const scale = random.uniform(minScale, 1);
  const size = cropSize(image, scale, random.uniform(...aspectRange(scale)));
  return {
    x: random.integer(Math.max(1, image.width - size.width)),
    y: random.integer(Math.max(1, image.height - size.height)),
    ...size,
  };
}
