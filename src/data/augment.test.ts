import { describe, expect, test } from 'vitest';
import {
  applyColour,
  cropBoxes,
  Random,
  sampleColourDistortion,
  sampleCrop,
  sampleExpansion,
  translateBoxes,
} from '../ssd';
import { augmentSample, resizeSample } from './augment';
import { autoInterpolation, interpolationRun, interpolations } from './interpolation';
import { patternSample } from './sample.fixture';
import type { AugmentConfig, Sample } from './types';

const off: AugmentConfig = { colour: false, expand: false, crop: false, flip: false, randomInterpolation: false };
const on: AugmentConfig = { colour: true, expand: true, crop: true, flip: true, randomInterpolation: true };
const sample = patternSample(32, 24, [2, 3, 20, 14, 10, 5, 30, 22]);

/** The reference's order of work, step by step on whole float images. */
function referenceImage(source: Sample, options: AugmentConfig, size: number, random: Random): number[] {
  let image = Float32Array.from(
    { length: source.width * source.height * 3 },
    (_, i) => source.pixels[Math.floor(i / 3) * 4 + (i % 3)],
  );
  let { width, height } = source;
  let boxes = source.boxes;
  if (options.colour) applyColour(sampleColourDistortion(random), image);
  if (options.expand && random.chance(0.5)) {
    const canvas = sampleExpansion({ width, height }, random);
    const expanded = Float32Array.from(
      { length: canvas.width * canvas.height * 3 },
      (_, i) => [123.675, 116.28, 103.53][i % 3],
    );
    for (let y = 0; y < height; y++) {
      const row = image.subarray(y * width * 3, (y + 1) * width * 3);
      expanded.set(row, ((y + canvas.y) * canvas.width + canvas.x) * 3);
    }
    [image, width, height, boxes] = [expanded, canvas.width, canvas.height, translateBoxes(boxes, canvas.x, canvas.y)];
  }
  const whole = { x: 0, y: 0, width, height };
  const crop = options.crop ? sampleCrop(boxes, whole, random) : whole;
  const kind = options.randomInterpolation ? random.pick(interpolations) : autoInterpolation(crop, size);
  const flip = options.flip && random.chance(0.5);
  const grows = crop.width < size || crop.height < size;
  const output: number[] = [];
  for (let i = 0; i < size * size; i++) {
    const column = flip ? size - 1 - (i % size) : i % size;
    const x = interpolationRun(kind, column, crop.width / size, crop.width, grows);
    const y = interpolationRun(kind, Math.floor(i / size), crop.height / size, crop.height, grows);
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (const [k, wy] of y.weights.entries()) {
        const row = (crop.y + y.at + k) * width + crop.x + x.at;
        for (const [j, wx] of x.weights.entries()) sum += wy * wx * image[(row + j) * 3 + c];
      }
      output.push(sum);
    }
  }
  return output;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

describe('augmentation', () => {
  test.for<[string, AugmentConfig]>([
    ['everything on', on],
    ['colour', { ...off, colour: true }],
    ['expand', { ...off, expand: true }],
    ['colour and expand', { ...off, colour: true, expand: true }],
    ['crop', { ...off, crop: true }],
    ['flip', { ...off, flip: true }],
    ['interpolation', { ...off, randomInterpolation: true }],
  ])('with %s the pixels are those of the reference’s order of work', ([, options]) => {
    for (let seed = 0; seed < 20; seed++) {
      const size = seed % 2 === 0 ? 14 : 28;
      const { image } = augmentSample(sample, options, size, new Random(seed));
      const reference = referenceImage(sample, options, size, new Random(seed));
      expect(largestDifference(image, reference)).toBeLessThan(0.01);
    }
  });

  test('with all parts off is the validation transform', () => {
    expect(augmentSample(sample, off, 20, new Random(1))).toEqual(resizeSample(sample, 20));
  });

  test('a crop keeps boxes, classes and flags together and inside the image', () => {
    let dropped = 0;
    for (let seed = 0; seed < 50; seed++) {
      const { boxes, labels, difficult } = augmentSample(sample, on, 32, new Random(seed));
      expect(labels.length).toBeGreaterThan(0);
      expect([boxes.length, difficult.length]).toEqual([labels.length * 4, labels.length]);
      expect([...difficult]).toEqual([...labels].map((label) => sample.difficult[label]));
      expect(boxes.every((value) => value >= 0 && value <= 32)).toBe(true);
      dropped += sample.labels.length - labels.length;
    }
    expect(dropped).toBeGreaterThan(0);
  });

  test('boxes follow crop, resize and flip', () => {
    const options = { ...off, crop: true, flip: true };
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed);
      const crop = sampleCrop(sample.boxes, { width: 32, height: 24 }, random);
      const flip = random.chance(0.5);
      const cut = cropBoxes(sample.boxes, crop).boxes;
      const { boxes } = augmentSample(sample, options, 24, new Random(seed));
      for (let i = 0; i < cut.length; i += 4) {
        const [x1, x2] = [(cut[i] * 24) / crop.width, (cut[i + 2] * 24) / crop.width];
        expect(boxes[i]).toBeCloseTo(flip ? 24 - x2 : x1, 4);
        expect(boxes[i + 2]).toBeCloseTo(flip ? 24 - x1 : x2, 4);
        expect(boxes[i + 3]).toBeCloseTo((cut[i + 3] * 24) / crop.height, 4);
      }
    }
  });

  test('an image without objects passes', () => {
    const empty = augmentSample(patternSample(30, 20), on, 16, new Random(3));
    expect([empty.boxes.length, empty.labels.length]).toEqual([0, 0]);
    expect(empty.image.every(Number.isFinite)).toBe(true);
  });

  test('a flip of a sample of full size copies its pixels mirrored', () => {
    const square = patternSample(16, 16, [1, 2, 5, 9]);
    const flip = { ...off, flip: true };
    const seed = [0, 1, 2, 3, 4, 5].find((candidate) => new Random(candidate).chance(0.5))!;
    const { image, boxes } = augmentSample(square, flip, 16, new Random(seed));
    expect([...boxes]).toEqual([11, 2, 15, 9]);
    for (let x = 0; x < 16; x++) {
      expect([...image.slice(x * 3, x * 3 + 3)]).toEqual([...square.pixels.slice((15 - x) * 4, (15 - x) * 4 + 3)]);
    }
  });

  test('colours may leave 0..255', () => {
    const white = patternSample(8, 8);
    white.pixels.fill(255);
    const images = Array.from(
      { length: 20 },
      (_, seed) => augmentSample(white, { ...off, colour: true }, 8, new Random(seed)).image,
    );
    expect(Math.max(...images.map(([red]) => red))).toBeGreaterThan(256);
  });

  test('the sample is left as it was', () => {
    const before = structuredClone(sample);
    augmentSample(sample, on, 24, new Random(4));
    expect(sample).toEqual(before);
  });
});
