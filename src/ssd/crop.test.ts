import { describe, expect, test } from 'vitest';
import { cropBoxes, type Rectangle } from './augment-boxes';
import { acceptsCrop, aspectRange, cropConstraints, cropIous, cropSize, sampleCrop, sampleExpansion } from './crop';
import { Random } from './random';

const size = { width: 200, height: 100 };
const boxes = Float32Array.of(20, 20, 80, 80, 120, 30, 180, 70);

describe('a random crop', () => {
  const crops = Array.from({ length: 300 }, (_, i) => sampleCrop(boxes, size, new Random('crop', i)));

  test('lies in the image and keeps an object', () => {
    for (const crop of crops) {
      expect(crop.x).toBeGreaterThanOrEqual(0);
      expect(crop.y).toBeGreaterThanOrEqual(0);
      expect(crop.x + crop.width).toBeLessThanOrEqual(size.width);
      expect(crop.y + crop.height).toBeLessThanOrEqual(size.height);
      expect(cropBoxes(boxes, crop).kept.length).toBeGreaterThan(0);
    }
  });

  test('is now the whole image, now a part of at least 0.3 squared of it', () => {
    const shares = crops.map((crop) => (crop.width * crop.height) / (size.width * size.height));
    expect(shares.filter((share) => share === 1).length).toBeGreaterThan(20);
    expect(shares.filter((share) => share < 0.5).length).toBeGreaterThan(20);
    // Sides are cut to whole pixels.
    expect(Math.min(...shares)).toBeGreaterThan(0.08);
  });

  test('is the same for the same seed', () => {
    expect(sampleCrop(boxes, size, new Random('crop', 7))).toEqual(crops[7]);
  });
});

test('the search finds what its definition does', () => {
  for (let i = 0; i < 100; i++) {
    const crop = sampleCrop(boxes, size, new Random('definition', i));
    expect(crop).toEqual(cropByDefinition(new Random('definition', i)));
  }
});

/** The candidates by the overlaps of all objects, one of them that keeps an object. */
function cropByDefinition(random: Random): Rectangle {
  const whole = { ...size, x: 0, y: 0 };
  const found = cropConstraints.flatMap((constraint) => {
    for (let trial = 0; trial < 50; trial++) {
      const scale = random.uniform(0.3, 1);
      const { width, height } = cropSize(size, scale, random.uniform(...aspectRange(scale)));
      const x = random.integer(Math.max(1, size.width - width));
      const crop = { x, y: random.integer(Math.max(1, size.height - height)), width, height };
      if (acceptsCrop(cropIous(boxes, crop), constraint)) return [crop];
    }
    return [];
  });
  const candidates = [whole, ...found];
  for (;;) {
    const [crop] = candidates.splice(random.integer(candidates.length), 1);
    if (cropBoxes(boxes, crop).kept.length > 0) return crop;
  }
}

test('without objects the first random crop is taken, never the whole image', () => {
  for (let i = 0; i < 50; i++) {
    const crop = sampleCrop(new Float32Array(), size, new Random('empty', i));
    expect(crop.width * crop.height).toBeLessThan(size.width * size.height);
  }
});

test('an image of one pixel can be cropped', () => {
  expect(sampleCrop(Float32Array.of(0, 0, 1, 1), { width: 1, height: 1 }, new Random())).toEqual({
    x: 0,
    y: 0,
    width: 1,
    height: 1,
  });
});

test('a constraint holds over all objects', () => {
  const ious = cropIous(boxes, { x: 0, y: 0, width: 100, height: 100 });
  expect([...ious]).toEqual([Math.fround(0.36), 0]);
  const none = Number.POSITIVE_INFINITY;
  expect(acceptsCrop(ious, { min: 0.1, max: none })).toBe(false);
  expect(acceptsCrop(ious.subarray(0, 1), { min: 0.1, max: none })).toBe(true);
  expect(acceptsCrop(ious, { min: -none, max: 0.3 })).toBe(false);
});

test('there are five least overlaps and one that is free', () => {
  expect(cropConstraints.map((constraint) => constraint.min)).toEqual([
    0.1,
    0.3,
    0.5,
    0.7,
    0.9,
    Number.NEGATIVE_INFINITY,
  ]);
});

test('GluonCV cuts the same aspect range and size from scale and aspect', () => {
  // Source: cases g06 and g01 of augment.json in the goldens.
  const [low, high] = aspectRange(0.900156496);
  expect([low, high]).toEqual([expect.closeTo(0.810281718, 8), expect.closeTo(1.23413867, 8)]);
  expect(cropSize({ width: 201, height: 224 }, 0.649759912, 1.75004401)).toEqual({ width: 172, height: 110 });
});

test('an expanded canvas holds the image and keeps its aspect', () => {
  const ratios = Array.from({ length: 200 }, (_, i) => {
    const canvas = sampleExpansion(size, new Random('expand', i));
    expect(canvas.x).toBeGreaterThanOrEqual(0);
    expect(canvas.x + size.width).toBeLessThanOrEqual(canvas.width);
    expect(canvas.y + size.height).toBeLessThanOrEqual(canvas.height);
    expect(Math.abs(canvas.width / size.width - canvas.height / size.height)).toBeLessThan(0.02);
    return canvas.width / size.width;
  });
  expect(Math.min(...ratios)).toBeLessThan(1.2);
  expect(Math.max(...ratios)).toBeGreaterThan(3.8);
});
