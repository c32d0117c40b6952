/**
 * @file Rivals take turns: whatever else loads the machine falls on all of them alike, and the ratio within a round holds.
 */
import type { Sample } from '../../bench';
import { quantile } from '../run-output';

export interface Contender {
  /** Does the work so many times on end. */
  run(repeats: number): Promise<Sample>;
}

export interface Budget {
  /** Milliseconds of one turn at least, by repeating what is short. */
  turnMs: number;
  /** Milliseconds of all rounds, about. */
  raceMs: number;
  rounds: { min: number; max: number };
  /** Milliseconds that the least number of rounds may take; beyond it there are fewer, down to one. */
  limitMs: number;
}

export const budgets = {
  full: { turnMs: 20, raceMs: 1500, rounds: { min: 3, max: 15 }, limitMs: 30_000 },
  quick: { turnMs: 1, raceMs: 1, rounds: { min: 1, max: 1 }, limitMs: 1 },
} satisfies Record<string, Budget>;

/** The samples of each contender, one a round, in the order of the rounds. The first run of each does not count. */
export async function race(contenders: readonly Contender[], budget: Budget): Promise<Sample[][]> {
  const repeats: number[] = [];
  let roundMs = 0;
  for (const contender of contenders) {
    const first = await contender.run(1);
    // The first run may have compiled something; a long one tells enough all the same.
    const { ms } = first.ms > budget.turnMs * 50 ? first : await contender.run(1);
    const count = Math.min(100, Math.max(1, Math.round(budget.turnMs / ms)));
    repeats.push(count);
    roundMs += count * ms;
  }
  const samples: Sample[][] = contenders.map(() => []);
  for (let round = 0; round < roundCount(roundMs, budget); round++) {
    for (const [i, contender] of contenders.entries()) samples[i].push(await contender.run(repeats[i]));
  }
  return samples;
}

/** How many rounds a budget buys. */
export function roundCount(roundMs: number, { raceMs, rounds, limitMs }: Budget): number {
  const wanted = Math.max(rounds.min, Math.min(rounds.max, Math.floor(raceMs / roundMs)));
  return Math.max(1, Math.min(wanted, Math.floor(limitMs / roundMs)));
}

export interface Timing {
  msMedian: number;
  /** The 10th and the 90th percentile. */
  msLow: number;
  msHigh: number;
  samples: number;
}

export function timing(samples: readonly { ms: number }[]): Timing {
  const times = samples.map(({ ms }) => ms);
  const [msLow, msMedian, msHigh] = [0.1, 0.5, 0.9].map((fraction) => quantile(times, fraction) ?? Number.NaN);
  return { msMedian, msLow, msHigh, samples: times.length };
}

/** How many times as fast the first is: the median over the rounds of the second's time by the first's. */
export function speedRatio(own: readonly { ms: number }[], rival: readonly { ms: number }[]): number {
  const ratios = own.map(({ ms }, round) => rival[round].ms / ms);
  return quantile(ratios, 0.5) ?? Number.NaN;
}
