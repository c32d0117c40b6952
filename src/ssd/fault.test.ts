import { describe, expect, test } from 'vitest';
import {
  blamesImage,
  calmNorm,
  causeOf,
  describeAnchor,
  describeCause,
  describeImage,
  type FaultEvidence,
  type FaultReport,
  faultLines,
  weightGrowth,
} from './fault';

const history = [
  { step: 11, learningRate: 0.1, total: 9, weight: 2, gradientNorm: 4.56 },
  { step: 12, learningRate: 0.1, total: Number.NaN, weight: 2.1, gradientNorm: Number.NaN },
];
/** Nothing is wrong but the loss. */
const evidence: FaultEvidence = {
  step: 12,
  term: 'confidence',
  layer: null,
  learningRate: 0.1,
  positives: 7,
  weights: [
    { name: 'a.filter', start: 2, now: 2.1 },
    { name: 'b.filter', start: 0.5, now: 0.6 },
  ],
  outputs: [{ name: 'a', largest: 3 }],
  gradients: [{ name: 'b.filter', largest: 2 }],
  history,
};
const infinite = Number.POSITIVE_INFINITY;

describe('the cause is', () => {
  test.each([
    ['a box without area, if a target is not finite', { term: 'target' }, 'degenerate-box'],
    ['the image, if a pixel is not finite', { term: 'input' }, 'image'],
    ['no positives, if finite predictions are divided by none', { positives: 0 }, 'no-positives'],
    [
      'the learning rate, if the largest weight grew tenfold',
      { term: 'output', layer: 'b', weights: [...evidence.weights, { name: 'c.filter', start: 0.1, now: 20 }] },
      'learning-rate',
    ],
    ['the learning rate, if an update overflowed', { term: 'weight', layer: 'a.filter' }, 'learning-rate'],
    [
      'activations, if an output overflows under weights as they were',
      { term: 'output', layer: 'b', outputs: [...evidence.outputs, { name: 'b', largest: infinite }] },
      'activations',
    ],
    [
      'gradients, if one overflows under weights as they were',
      { term: 'gradient', layer: 'b.filter', gradients: [{ name: 'b.filter', largest: infinite }] },
      'activations',
    ],
    ['unknown, if all evidence is as it should be', {}, 'unknown'],
    [
      'not the positives, if the predictions were not finite before',
      { positives: 0, term: 'output', outputs: [{ name: 'a', largest: infinite }] },
      'activations',
    ],
  ] as [string, Partial<FaultEvidence>, string][])('%s', (_, change, cause) => {
    expect(causeOf({ ...evidence, ...change })).toBe(cause);
  });
});

const report: FaultReport = {
  ...evidence,
  cause: 'degenerate-box',
  image: { id: '2008_000012', affected: 1, count: 2 },
  object: { place: 2, className: 'cat', box: [10, 20, 10, 60] },
  anchor: { index: 5, map: 1, height: 8, width: 8, row: 0, column: 1, box: [4, 4, 20.5, 20.5] },
  images: [
    { id: '2008_000012', confidence: 12.5, localization: infinite, positives: 7 },
    { id: '2009_000457', confidence: 3, localization: 1, positives: 0 },
  ],
  lastGood: 10,
  overridden: false,
};

test('the report tells term, place, cause, numbers and the last good step in lines', () => {
  expect(faultLines(report)).toEqual([
    'first not finite: the confidence loss at step 12',
    'image: 2008_000012 alone',
    'object: cat [10, 20, 10, 60], object 2 of the annotation',
    'anchor: 5, of map 1 (8 × 8), row 0, column 1, box [4, 4, 20.5, 20.5]',
    'cause: The box has no area, or nearly none: the target is the logarithm of its width and height.',
    'step 11: learning rate 0.1, loss 9, largest weight 2, gradient norm 4.56',
    'step 12: learning rate 0.1, loss NaN, largest weight 2.1, gradient norm NaN',
    'a.filter: largest weight 2 at step 10, now 2.1',
    'b.filter: largest weight 0.5 at step 10, now 0.6',
    'image 2008_000012: confidence 12.5, localization Infinity, 7 positives',
    'image 2009_000457: confidence 3, localization 1, 0 positives',
    'last good step: 10, of which there is a checkpoint',
  ]);
});

test('only what removes the cause is blamed on an image', () => {
  expect(blamesImage(report)).toBe(true);
  expect(blamesImage({ ...report, cause: 'learning-rate' })).toBe(false);
  expect(blamesImage({ ...report, image: null })).toBe(false);
});

test('growth and exploding numbers are told with their layers', () => {
  const weights = [{ name: 'a.filter', start: 2, now: 3e20 }];
  expect(weightGrowth({ weights })).toBe(1.5e20);
  expect(describeCause({ ...report, cause: 'learning-rate', weights })).toBe(
    'The learning rate of 0.1 made the weights grow: the largest, of a.filter, went from 2 at step 10 to 3e20.',
  );
  const outputs = [...evidence.outputs, { name: 'b', largest: 4e37 }, { name: 'c', largest: infinite }];
  expect(describeCause({ ...report, cause: 'activations', outputs })).toMatch(/a has 3, b 4e37\.$/);
  expect(describeImage({ image: { id: 'x', affected: 4, count: 4 } })).toBe('all 4 of the batch, x first');
  expect(describeAnchor({ anchor: null })).toBeNull();
});

test('gradients are clipped to the norm of the calmest of the last steps', () => {
  expect(calmNorm({ history })).toBe(4.6);
  expect(calmNorm({ history: history.slice(1) })).toBe(1);
});
