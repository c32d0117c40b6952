import { describe, expect, test } from 'vitest';
import { type Form, type LossRow, lossTable, type Part, rescaling } from './loss-table';
import { tutorialTerms } from './tutorial-terms.fixture';

type Column = 'undivided' | 'batch' | 'sample';

/** Source: the goldens' cases tutorial_seed1 and tutorial_zero_logits, made by an oracle of GluonCV's losses. */
const goldens: readonly ['random' | 'zero', Form, Part, Column, [number, number]][] = [
  ['random', 'training', 'confidence', 'batch', [9.62189094, 16.9695892]],
  ['random', 'training', 'confidence', 'sample', [26.6452365, 26.5610961]],
  ['random', 'training', 'localization', 'batch', [1.52783561, 2.83813221]],
  ['random', 'training', 'localization', 'sample', [4.23092939, 4.44229389]],
  ['random', 'printed', 'confidence', 'batch', [202.05971, 356.361373]],
  ['random', 'printed', 'confidence', 'sample', [559.549966, 557.783018]],
  ['random', 'printed', 'localization', 'batch', [1.52783561, 2.83813221]],
  ['random', 'printed', 'localization', 'sample', [4.23092939, 4.44229389]],
  ['random', 'mean', 'confidence', 'undivided', [0.0396688129, 0.0699616594]],
  ['random', 'mean', 'confidence', 'batch', [0.00110191147, 0.00194337943]],
  ['random', 'mean', 'confidence', 'sample', [0.00305144714, 0.00304181128]],
  ['random', 'mean', 'localization', 'undivided', [0.0015747275, 0.00292523934]],
  ['random', 'mean', 'localization', 'batch', [4.37424306e-5, 8.12566483e-5]],
  ['random', 'mean', 'localization', 'sample', [0.000121132885, 0.000127184319]],
  ['zero', 'training', 'confidence', 'batch', [4.39764352, 7.78044623]],
  ['zero', 'training', 'confidence', 'sample', [12.1780898, 12.1780898]],
  ['zero', 'printed', 'confidence', 'batch', [92.3505139, 163.389371]],
  ['zero', 'printed', 'confidence', 'sample', [255.739885, 255.739885]],
  ['zero', 'printed', 'localization', 'batch', [1.15889118, 2.00055076]],
  ['zero', 'printed', 'localization', 'sample', [3.20923712, 3.13129684]],
  ['zero', 'mean', 'confidence', 'undivided', [0.0181304589, 0.0320769657]],
  ['zero', 'mean', 'localization', 'sample', [9.18815024e-5, 8.96500471e-5]],
];

function lossIn(row: LossRow, column: Column, part: Part): number {
  return column === 'undivided' ? row.undivided[part] : row.divided[column][part];
}

describe("the tutorial's two images", () => {
  test('have 13 and 23 positives with 39 and 69 hard negatives', () => {
    const counts = tutorialTerms('random').map(({ positives, hardNegatives }) => [positives, hardNegatives]);
    expect(counts).toEqual([
      [13, 39],
      [23, 69],
    ]);
  });

  test.each(goldens)(
    '%s predictions, %s form: %s, %s, equals the goldens',
    (predictions, form, part, column, expected) => {
      const { rows } = lossTable(tutorialTerms(predictions), form);
      rows.forEach((row, i) => {
        expect(Math.abs(lossIn(row, column, part) / expected[i] - 1)).toBeLessThan(1e-5);
      });
    },
  );

  test('are rescaled by 183372 and 34928', () => {
    const { confidence, localization } = rescaling(tutorialTerms('zero')[0]);
    expect([confidence.factor, localization.factor]).toEqual([183372, 34928]);
  });
});

test('the sample-wise losses, weighted by positives, average to the batch-wise sum', () => {
  const { rows, total } = lossTable(tutorialTerms('random'), 'training');
  const weighted = (13 * rows[0].divided.sample.confidence + 23 * rows[1].divided.sample.confidence) / 36;
  expect(total.divided.batch.confidence).toBeCloseTo(weighted, 5);
  expect(total.divided.sample.confidence).toBeCloseTo(26.6452365 + 26.5610961, 4);
});

test('an image without positives is 0 in every form, and an empty batch has no rows', () => {
  const [image] = tutorialTerms('random');
  const empty = { ...image, confidence: 0, localization: 0, positives: 0, hardNegatives: 0 };
  for (const form of ['training', 'printed', 'mean'] as const) {
    const [row] = lossTable([empty], form).rows;
    expect([row.divided.batch, row.divided.sample]).toEqual(Array(2).fill({ confidence: 0, localization: 0 }));
    expect(lossTable([], form).rows).toEqual([]);
  }
});
