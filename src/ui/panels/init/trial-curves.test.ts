import { describe, expect, test } from 'vitest';
import { parseScheme } from '../../../experiments';
import type { TrialCurve } from '../../../worker';
import { contenders, endMarks, standings, trialRows, trialTicks } from './trial-curves';

const curves: TrialCurve[] = [
  { label: 'Wide', confidence: [900, 4e9], localization: [5, 6], problem: 'step 3: loss is NaN' },
  { label: 'Usual', confidence: [13, 12, 9], localization: [3, 2, 0], problem: null },
  { label: 'Zero', confidence: [12.2, 12, 11], localization: [3, 3, 2.5], problem: null },
];

test('every contender is a scheme', () => {
  for (const { scheme } of contenders) expect(() => parseScheme(scheme)).not.toThrow();
});

describe('the curves of a trial', () => {
  test('are rows by step, with gaps where a curve has ended or a logarithm has no value', () => {
    expect(trialRows(curves, 'confidence')).toEqual([
      { x: 1, Wide: 900, Usual: 13, Zero: 12.2 },
      { x: 2, Wide: 4e9, Usual: 12, Zero: 12 },
      { x: 3, Wide: null, Usual: 9, Zero: 11 },
    ]);
    expect(trialRows(curves, 'localization')[2]).toEqual({ x: 3, Wide: null, Usual: null, Zero: 2.5 });
    expect(trialRows([], 'confidence')).toEqual([]);
  });

  test('are enclosed by the ticks unless one ran away beyond eight decades', () => {
    const ticks = trialTicks(trialRows(curves.slice(1), 'confidence'));
    expect(ticks[0]).toBeLessThanOrEqual(9);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(13);
    expect(trialTicks([{ x: 1, a: 1, b: 1e30 }]).at(-1)).toBeLessThanOrEqual(1e10);
    expect(trialTicks([{ x: 1, a: 5 }]).length).toBeGreaterThan(1);
    expect(trialTicks([])).toEqual([1, 10, 100]);
  });

  test('are marked where they ended early, together if at the same step', () => {
    expect(endMarks(curves)).toEqual([{ x: 2, label: '✕ Wide' }]);
    expect(endMarks([curves[0], { ...curves[0], label: 'Wider' }])).toEqual([{ x: 2, label: '✕ 2 ended' }]);
  });

  test('stand best first, and those that ended early last', () => {
    expect(standings(curves).map(({ label }) => label)).toEqual(['Usual', 'Zero', 'Wide']);
    expect(standings(curves)[2]).toEqual({
      label: 'Wide',
      steps: 2,
      first: 900,
      confidence: 4e9,
      localization: 6,
      problem: 'step 3: loss is NaN',
    });
  });
});
