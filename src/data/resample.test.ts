import { describe, expect, test } from 'vitest';
import { Random } from '../ssd';
import { autoInterpolation, type Interpolation, interpolationRun, interpolations } from './interpolation';
import { axisWeights, resample } from './resample';

const width = 7;
const height = 5;
const pixels = new Uint8ClampedArray(width * height * 4);
for (let y = 0; y < height; y++) {
  for (let x = 0; x < width; x++)
    pixels.fill((x * x * 37 + y * 91 + x * y * 13) % 256, (y * width + x) * 4, (y * width + x) * 4 + 3);
}

/** The window (x, y, w, h) of the image at size x size, with the coverage of each pixel. */
function resize(kind: Interpolation, size: number, [x, y, w, h]: readonly number[] = [0, 0, width, height]) {
  const grows = w < size || h < size;
  const columns = axisWeights(kind, { start: x, length: w }, width, size, grows);
  const rows = axisWeights(kind, { start: y, length: h }, height, size, grows);
  const image = new Float32Array(size * size * 3).fill(9);
  resample(pixels, width, columns, rows, image);
  return { image, columns, rows };
}

describe('resizing equals OpenCV', () => {
  // cv2.resize of the same image as float32, OpenCV 5.0.0: the pixels (3i + 1 mod S, i).
  const expected: Record<number, Record<Interpolation, number[]>> = {
    2: {
      nearest: [77.0, 182.0],
      bilinear: [108.312, 141.312],
      bicubic: [81.606, 137.914],
      area: [134.943, 137.914],
      lanczos4: [73.799, 134.73],
    },
    4: {
      nearest: [37.0, 91.0, 213.0, 211.0],
      bilinear: [125.953, 145.703, 106.203, 147.453],
      bicubic: [134.146, 175.899, 93.56, 156.84],
      area: [106.371, 151.057, 112.314, 129.114],
      lanczos4: [134.891, 198.043, 86.749, 166.428],
    },
    6: {
      nearest: [37.0, 80.0, 141.0, 110.0, 93.0, 140.0],
      bilinear: [64.75, 108.312, 170.562, 170.896, 141.312, 44.75],
      bicubic: [66.401, 81.606, 191.446, 203.193, 137.914, 15.424],
      area: [68.714, 110.543, 167.914, 171.343, 142.771, 49.286],
      lanczos4: [70.633, 73.799, 197.534, 217.821, 134.73, 16.747],
    },
    10: {
      nearest: [0.0, 148.0, 223.0, 91.0, 126.0, 110.0, 47.0, 93.0, 85.0, 13.0],
      bilinear: [20.35, 110.812, 108.312, 113.75, 102.863, 147.863, 68.75, 141.312, 134.613, 104.35],
      bicubic: [-3.73, 114.091, 81.606, 122.638, 88.002, 138.745, 37.224, 137.914, 141.487, 92.313],
      area: [21.143, 97.286, 80.714, 91.0, 126.0, 110.0, 47.0, 114.429, 100.714, 100.0],
      lanczos4: [-6.106, 120.601, 73.799, 122.734, 79.153, 136.514, 29.217, 134.73, 162.46, 92.395],
    },
  };

  const cases = Object.keys(expected).flatMap((size) => interpolations.map((kind) => [kind, Number(size)] as const));
  test.for(cases)('%s to %i', ([kind, size]) => {
    const { image } = resize(kind, size);
    for (let i = 0; i < size; i++) {
      const at = (i * size + ((i * 3 + 1) % size)) * 3;
      expect(Math.abs(image[at] - expected[size][kind][i])).toBeLessThan(0.02);
      expect([image[at + 1], image[at + 2]]).toEqual([image[at], image[at]]);
    }
  });
});

describe('a window', () => {
  test.for(interpolations)('beyond the image gives what a real canvas would, by %s', (kind) => {
    const random = new Random('window');
    for (let round = 0; round < 20; round++) {
      const canvas = { x: random.integer(9), y: random.integer(9), width: 24, height: 18 };
      const crop = [random.integer(8), random.integer(6), 3 + random.integer(12), 3 + random.integer(10)];
      const size = 3 + random.integer(9);
      const { image, columns, rows } = resize(kind, size, [crop[0] - canvas.x, crop[1] - canvas.y, crop[2], crop[3]]);
      const onCanvas = (x: number, y: number) => {
        const [column, row] = [crop[0] + x - canvas.x, crop[1] + y - canvas.y];
        const inside = column >= 0 && row >= 0 && column < width && row < height;
        return inside ? pixels[(row * width + column) * 4] : 50;
      };
      const grows = crop[2] < size || crop[3] < size;
      for (let i = 0; i < size * size; i++) {
        const [column, row] = [i % size, Math.floor(i / size)];
        const x = interpolationRun(kind, column, crop[2] / size, crop[2], grows);
        const y = interpolationRun(kind, row, crop[3] / size, crop[3], grows);
        let sum = 0;
        for (const [k, wy] of y.weights.entries()) {
          for (const [j, wx] of x.weights.entries()) sum += wy * wx * onCanvas(x.at + j, y.at + k);
        }
        const coverage = columns.coverage[column] * rows.coverage[row];
        expect(image[i * 3] + (1 - coverage) * 50).toBeCloseTo(sum, 2);
      }
    }
  });

  test('wholly beside the image is empty', () => {
    const { image, columns } = resize('lanczos4', 4, [20, 0, 6, 5]);
    expect([...columns.coverage]).toEqual([0, 0, 0, 0]);
    expect(image.every((value) => value === 0)).toBe(true);
  });
});

test.for(interpolations)('the weights of %s add up to 1', (kind) => {
  for (const size of [1, 3, 5, 8, 21]) {
    for (let i = 0; i < size; i++) {
      const { at, weights } = interpolationRun(kind, i, 7 / size, 7, size > 7);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(at >= 0 && at + weights.length <= 7).toBe(true);
    }
  }
});

test('the automatic choice is bicubic to grow, area to shrink, else bilinear', () => {
  expect(autoInterpolation({ width: 90, height: 80 }, 100)).toBe('bicubic');
  expect(autoInterpolation({ width: 190, height: 180 }, 100)).toBe('area');
  expect(autoInterpolation({ width: 190, height: 80 }, 100)).toBe('bilinear');
  expect(autoInterpolation({ width: 100, height: 100 }, 100)).toBe('bilinear');
});
