import { describe, expect, test } from 'vitest';
import { figure, formulaOf, refusal, weightLaws } from './formula';

/** The class predictor of SSD300's first map: 4 anchors, 21 classes, 512 channels. */
const classes1 = {
  name: 'predictor1.classes.filter',
  role: 'predictor' as const,
  shape: [3, 3, 512, 84],
  count: 3 * 3 * 512 * 84,
} satisfies Parameters<typeof weightLaws>[1];
const bias1 = { name: 'predictor1.classes.bias', role: 'predictor' as const, shape: [84], count: 84 };
const classes = 21;

describe('the formula of a scheme', () => {
  test("is Xavier's with the fans of the filter", () => {
    expect(formulaOf('xavier(uniform,avg,2)', classes1, classes)).toEqual({
      law: 'U(−c, c)',
      parameter: 'c = √(2 / ((4,608 + 756) / 2)) = 0.02731',
      std: 'std = c / √3 = 0.01577',
    });
    expect(formulaOf('xavier(gaussian,out,2)', classes1, classes)).toEqual({
      law: 'N(0, σ²)',
      parameter: 'σ = √(2 / 756) = 0.05143',
      std: null,
    });
  });

  test('shows the slope of MSRA PReLU', () => {
    expect(formulaOf('msra-prelu(in,0.25)', classes1, classes).parameter).toBe(
      'σ = √((2 / (1 + 0.25²)) / 4,608) = 0.02021',
    );
  });

  test('of an orthogonal filter names its matrix', () => {
    expect(formulaOf('orthogonal(1.414)', classes1, classes)).toEqual({
      law: 'Rows of the 84 × 4,608 matrix, orthogonal, each of length 1.414',
      parameter: null,
      std: 'std = 1.414 / √4,608 = 0.02083',
    });
  });

  test('of a constant is the constant', () => {
    expect(formulaOf('constant(-0.5)', bias1, classes).law).toBe('Every value is −0.5');
  });

  test('of a prior bias makes all 20 objects together as probable as asked', () => {
    expect(formulaOf('prior-bias(0.01)', bias1, classes)).toEqual({
      law: 'Bias b for background, 0 for the 20 others',
      parameter: 'b = ln(20 · 0.99 / 0.01) = 7.591',
      std: null,
    });
    expect(refusal('prior-bias(0.01)', classes1)).toContain('class predictor');
  });

  test('needs fans for Xavier, so a bias is refused', () => {
    expect(refusal('xavier(uniform,avg,2)', bias1)).toContain('no fans');
    expect(refusal('uniform(0.07)', bias1)).toBeNull();
    expect(() => formulaOf('orthogonal(1)', bias1, classes)).toThrow('no filter');
  });
});

describe('the law of weights', () => {
  test('has the variances of the tutorial for 84 x 512 x 3 x 3 (SSD.md section 11)', () => {
    const variance = (scheme: string) => weightLaws(scheme, classes1, classes)[0].std ** 2;
    expect(variance('xavier(gaussian,out,2)')).toBeCloseTo(0.00265, 5);
    expect(variance('uniform(0.07)')).toBeCloseTo(0.00163, 5);
    expect(variance('xavier(uniform,avg,2)')).toBeCloseTo(0.000249, 6);
  });

  test('of a bias needs no fans', () => {
    expect(weightLaws('normal(0.01)', bias1, classes)).toEqual([{ count: 84, mean: 0, std: 0.01, kurtosis: 3 }]);
    expect(weightLaws('xavier(uniform,avg,2)', bias1, classes)).toEqual([]);
  });

  test('of a prior bias are two constants: one background in 21 logits', () => {
    const [background, others] = weightLaws('prior-bias(0.01)', bias1, classes);
    expect([background.count, others.count, others.mean]).toEqual([4, 80, 0]);
    expect(background.mean).toBeCloseTo(Math.log(1980), 5);
    expect(weightLaws('prior-bias(0.01)', classes1, classes)).toEqual([]);
  });
});

test('figures have four significant digits and a true minus', () => {
  expect([0.027311, -0.5, 0, 0.00001234, 20].map(figure)).toEqual(['0.02731', '−0.5', '0', '1.234e−5', '20']);
});
