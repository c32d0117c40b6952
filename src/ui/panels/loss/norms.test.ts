import { describe, expect, test } from 'vitest';
import { normalizedNorms, predictionNorm, wholeNorm } from './gradients';
import { divisors, normalizedLosses, shares } from './norms';

/** One object beside twelve, each costing the same, and an image without any. */
const lone = { confidence: 8, localization: 2, positives: 2 };
const crowded = { confidence: 96, localization: 24, positives: 24 };
const empty = { confidence: 0, localization: 0, positives: 0 };

describe('the divisors', () => {
  test('are the positives of the batch, or those of each image', () => {
    expect(divisors([lone, crowded, empty], 'batch')).toEqual([26, 26, 26]);
    expect(divisors([lone, crowded, empty], 'sample')).toEqual([2, 24, 1]);
  });

  test('are 1 where nothing is positive', () => {
    expect(divisors([empty], 'batch')).toEqual([1]);
    expect(divisors([], 'batch')).toEqual([]);
  });
});

describe('the shares', () => {
  const rounded = (share: number) => share.toFixed(12);

  test('batch-wise a lone object among thirteen is a thirteenth, sample-wise it is half', () => {
    const shareOf = (norm: 'batch' | 'sample') => shares(normalizedLosses([lone, crowded, empty], norm)).map(rounded);
    expect(shareOf('batch')).toEqual([1 / 13, 12 / 13, 0].map(rounded));
    expect(shareOf('sample')).toEqual([0.5, 0.5, 0].map(rounded));
  });

  test('of nothing are 0', () => {
    expect(shares([0, 0])).toEqual([0, 0]);
  });
});

describe('gradient norms', () => {
  test('join logits and offsets, and images, as squares', () => {
    expect(predictionNorm({ gradient: { logits: 3, offsets: 4 } })).toBe(5);
    expect(wholeNorm([3, 4])).toBe(5);
  });

  test('are divided as the losses are', () => {
    expect(normalizedNorms([26, 48, 0], [lone, crowded, empty], 'batch')).toEqual([1, 48 / 26, 0]);
    expect(normalizedNorms([26, 48, 0], [lone, crowded, empty], 'sample')).toEqual([13, 2, 0]);
  });
});
