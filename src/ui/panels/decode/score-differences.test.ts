import { expect, test } from 'vitest';
import type { DecoderComparison } from '../../../worker';
import { scoreDifferences, signed, verdictOf } from './score-differences';

type Scores = Record<string, number | null>;

function mean(scores: Scores): number | null {
  const known = Object.values(scores).filter((ap) => ap !== null);
  return known.length === 0 ? null : known.reduce((sum, ap) => sum + ap, 0) / known.length;
}

function comparison(perClass: Scores, argmax: Scores): DecoderComparison {
  const decoded = (scores: Scores) => ({
    ms: 1,
    detections: 10,
    report: {
      map07: mean(scores),
      map12: mean(scores),
      perClass: Object.entries(scores).map(([className, ap]) => ({
        className,
        groundTruths: ap === null ? 0 : 5,
        detections: 10,
        truePositives: 1,
        falsePositives: 9,
        ap07: ap,
        ap12: ap,
        curve: { recall: [], precision: [], score: [] },
      })),
    },
  });
  return { images: 20, forwardMs: 5, decoders: { 'per-class': decoded(perClass), argmax: decoded(argmax) } };
}

test('the difference is per class minus argmax, and the largest come first', () => {
  const { map07, classes } = scoreDifferences(
    comparison({ car: 0.5, cat: 0.5, dog: null, bus: 0.25 }, { car: 0.5, cat: 0.75, dog: null, bus: 0.125 }),
  );
  expect(map07.difference).toBeCloseTo((0 - 0.25 + 0.125) / 3, 10);
  expect(classes.map(({ className, ap07 }) => [className, ap07.difference])).toEqual([
    ['cat', -0.25],
    ['bus', 0.125],
    ['car', 0],
    ['dog', null],
  ]);
});

test('differences are printed with their sign', () => {
  expect([0.0125, -0.25, 0, null, 0.0001].map(signed)).toEqual(['+0.013', '\u22120.250', '0', '\u2013', '+1e-4']);
});

test('the verdict says who is ahead, and says it when it is nobody', () => {
  const said = (a: number, b: number) => verdictOf(scoreDifferences(comparison({ car: a }, { car: b })), 500, 100)[0];
  expect(said(0.6, 0.5)).toBe('Per class is ahead.');
  expect(said(0.5, 0.6)).toMatch('Argmax is ahead here');
  expect(said(0.5, 0.5)).toBe('No difference on these images.');
  expect(said(0, 0)).toMatch('Both decoders score 0');
});

test('untrained weights and few images are pointed out', () => {
  const differences = scoreDifferences(comparison({ car: 0.6 }, { car: 0.5 }));
  expect(verdictOf(differences, 20, 0)[1]).toMatch('untrained');
  expect(verdictOf(differences, 20, 100)[1]).toMatch('With 20 images');
  expect(verdictOf(differences, 500, 100)).toHaveLength(1);
});

test('val without objects has no verdict', () => {
  const differences = scoreDifferences(comparison({ car: null }, { car: null }));
  expect(differences.map07.difference).toBeNull();
  expect(verdictOf(differences, 20, 100)).toEqual(['Val has no object to score.']);
});
