import { describe, expect, test } from 'vitest';
import { budgets, race, roundCount, speedRatio, timing } from './race';

const { full } = budgets;

/** A contender that takes so long a repeat, and notes how often it was asked to repeat. */
function contender(msOf: () => number) {
  const asked: number[] = [];
  return {
    asked,
    async run(repeats: number) {
      asked.push(repeats);
      return { ms: msOf(), stages: {} };
    },
  };
}

describe('a race', () => {
  test('gives each contender as many rounds, and repeats what is short', async () => {
    const [short, long] = [contender(() => 0.5), contender(() => 40)];
    const samples = await race([short, long], full);
    expect(samples.map((list) => list.length)).toEqual([15, 15]);
    expect(short.asked.slice(0, 3)).toEqual([1, 1, 40]);
    expect(long.asked.at(-1)).toBe(1);
  });

  test('takes one run for the calibration of what is slow', async () => {
    const slow = contender(() => 4000);
    expect((await race([slow], full))[0]).toHaveLength(3);
    expect(slow.asked).toEqual([1, 1, 1, 1]);
  });

  test('runs each contender once where only the wiring is tried', async () => {
    const slow = contender(() => 4000);
    expect((await race([slow, contender(() => 1)], budgets.quick)).map((list) => list.length)).toEqual([1, 1]);
  });
});

test.each([
  ['short rounds run to the largest number', 10, 15],
  ['longer ones fill the time', 300, 5],
  ['three at least', 2000, 3],
  ['fewer where three take too long', 12_000, 2],
  ['one in any case', 90_000, 1],
])('%s', (_name, roundMs, rounds) => {
  expect(roundCount(roundMs, full)).toBe(rounds);
});

test('a load that slows a whole round leaves the ratio as it is', () => {
  const load = [1, 1, 5, 1, 3];
  const own = load.map((factor) => ({ ms: 2 * factor }));
  const rival = load.map((factor) => ({ ms: 7 * factor }));
  expect(speedRatio(own, rival)).toBe(3.5);
});

test('a timing is the median, between the 10th and the 90th percentile', () => {
  const samples = [9, 1, 2, 3, 4, 5, 6, 7, 8, 100, 0].map((ms) => ({ ms }));
  expect(timing(samples)).toEqual({ msMedian: 5, msLow: 1, msHigh: 9, samples: 11 });
});
