import { expect, test } from 'vitest';
import { decodeLogits, toyClasses, tutorialLogits } from './six-logits';

const names = (found: { index: number }[]) => found.map(({ index }) => toyClasses[index]);

test("the tutorial's logits give dog and cat per class, dog alone by argmax", () => {
  const { found, probabilities } = decodeLogits(tutorialLogits, 0.05);
  expect(names(found['per-class'])).toEqual(['dog', 'cat']);
  expect(names(found.argmax)).toEqual(['dog']);
  // By hand: exp(6.5) = 665.14 and exp(6.4) = 601.85 of a sum of 1342.18.
  expect(probabilities[4]).toBeCloseTo(0.4956, 4);
  expect(probabilities[5]).toBeCloseTo(0.4484, 4);
});

test('at the usual threshold of 0.01 person and orange pass per class too', () => {
  expect(names(decodeLogits(tutorialLogits, 0.01).found['per-class'])).toEqual(['dog', 'cat', 'person', 'orange']);
});

test('argmax leaves the background out, however likely it is', () => {
  const { found, probabilities } = decodeLogits([5, 1, 0, 0, 0, 0], 0.01);
  expect(probabilities[0]).toBeGreaterThan(0.9);
  expect(names(found.argmax)).toEqual(['apple']);
});

test('a threshold above every score leaves nothing', () => {
  expect(decodeLogits(tutorialLogits, 0.5).found).toEqual({ 'per-class': [], argmax: [] });
});

test('softmax is exponential by sum', () => {
  const { exponentials, sum, probabilities } = decodeLogits(tutorialLogits, 0.01);
  exponentials.forEach((value, i) => {
    expect(value / sum).toBeCloseTo(probabilities[i], 6);
  });
});
