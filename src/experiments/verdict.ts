/**
 * @file A verdict in words: one sentence that says what the pairs of runs allow, the same in the page, on the command
 * line and in documents.
 */
import { type Comparison, type Interval, leastPairs, mostPairs } from './statistics';

export interface VerdictNames {
  arm: string;
  baseline: string;
  /** What is compared; mAP unless given. */
  unit?: string;
  /** Units of 1: mAP is said in hundredths. */
  scale?: number;
}

/**
 * "batch-wise is better than sample-wise by 1.3 mAP, 95% CI 0.4 to 2.2, n = 8".
 *
 * @param comparison of the differences, arm minus baseline; null if no pair of runs ended
 */
export function verdictWords(
  comparison: Comparison | null,
  { unit = 'mAP', scale = 100, ...names }: VerdictNames,
): string {
  const [arm, baseline] = [quoted(names.arm), quoted(names.baseline)];
  const pair = `${arm} and ${baseline}`;
  if (comparison === null) return `no verdict on ${pair}: no pair of runs ended`;
  const { n, mean, interval, verdict } = comparison;
  const number = (value: number) => decimal(scale * value);
  if (n < leastPairs || interval === null) {
    const runs = n === 1 ? 'single runs' : `${n} pairs of single runs`;
    return `no verdict on ${pair} from ${runs} (${signed(scale * mean)} ${unit}): it takes ${leastPairs} seeds or more`;
  }
  const range = ({ low, high }: Pick<Interval, 'low' | 'high'>) => `95% CI ${number(low)} to ${number(high)}, n = ${n}`;
  switch (verdict.kind) {
    case 'better':
      return `${arm} is better than ${baseline} by ${number(mean)} ${unit}, ${range(interval)}`;
    case 'worse':
      return `${arm} is worse than ${baseline} by ${number(-mean)} ${unit}, ${range({ low: -interval.high, high: -interval.low })}`;
    case 'equal':
      return `${arm} and ${baseline} are equal in every pair, n = ${n}`;
    case 'cannot-tell': {
      const needed = verdict.pairsNeeded;
      const more = `${needed === null ? `more than ${mostPairs}` : `about n = ${needed}`} would be needed`;
      return `cannot tell ${arm} from ${baseline} yet: ${signed(scale * mean)} ${unit}, ${range(interval)}; ${more}`;
    }
  }
}

/** A name that would break up the sentence is marked off. */
function quoted(name: string): string {
  return name.includes(',') ? `“${name}”` : name;
}

/** To a tenth; what rounds to 0 has no sign. */
function decimal(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function signed(value: number): string {
  const text = decimal(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}
