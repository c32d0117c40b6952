/** @file Samples for the tests: a pattern with boxes, without any decoding. */
import type { Sample } from './types';

/** Smooth in both directions, so that a shifted or mirrored copy differs everywhere. */
export function patternSample(width: number, height: number, boxes: number[] = [], id = 'pattern'): Sample {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    pixels.set([40 + (150 * x) / width, 30 + (200 * y) / height, 100 + 20 * Math.sin(x + 2 * y), 255], i * 4);
  }
  const count = boxes.length / 4;
  return {
    id,
    width,
    height,
    pixels,
    boxes: Float32Array.from(boxes),
    labels: Int32Array.from({ length: count }, (_, i) => i),
    difficult: Uint8Array.from({ length: count }, (_, i) => i % 2),
  };
}
