import { expect, test } from 'vitest';
import { logSumExp, softmax } from './softmax';

test('equal logits share the probability', () => {
  expect([...softmax(Float32Array.of(7, 7, 7, 7), 4)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(logSumExp(Float32Array.of(9, 0, 0, 0), 1, 3)).toBeCloseTo(Math.log(3), 12);
});

test('every row sums to 1, and a constant added to it changes nothing', () => {
  const logits = Float32Array.from({ length: 60 }, (_, i) => ((i * 37) % 23) / 4 - 3);
  const probabilities = softmax(logits, 6);
  const shifted = softmax(
    logits.map((value) => value + 64),
    6,
  );
  for (let row = 0; row < 60; row += 6) {
    expect(probabilities.subarray(row, row + 6).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
  }
  probabilities.forEach((p, i) => {
    expect(shifted[i]).toBeCloseTo(p, 6);
  });
});

test('no logit is large enough to overflow', () => {
  expect([...softmax(Float32Array.of(5000, 0, -5000), 3)]).toEqual([1, 0, 0]);
  expect(logSumExp(Float32Array.of(1e30, 1e30), 0, 2)).toBe(Math.fround(1e30));
});

test('no rows give no probabilities', () => {
  expect(softmax(new Float32Array(), 3)).toHaveLength(0);
});

test("the softmax of 1, 2, 3 is the textbook's", () => {
  // Source: scipy.special.softmax([1, 2, 3]).
  const expected = [0.09003057317038046, 0.24472847105479767, 0.6652409557748218];
  expect([...softmax(Float32Array.of(1, 2, 3), 3)]).toEqual(expected.map((p) => expect.closeTo(p, 7)));
});
