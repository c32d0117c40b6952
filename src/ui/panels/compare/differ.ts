/** @file A difference in words: its sign, its size, and for which of the two it speaks. */
import { dash } from '../../format';

/** "+0.021", "−3", "0", or a dash for an unknown one. @param print of the size, without a sign */
export function signed(value: number | null, print: (size: number) => string): string {
  if (value === null || !Number.isFinite(value)) return dash;
  if (value === 0) return '0';
  const size = print(Math.abs(value));
  // What rounds to 0 has no sign.
  if (Number.parseFloat(size) === 0) return size;
  return `${value > 0 ? '+' : '\u2212'}${size}`;
}

/** The size of a difference of mAP, as verdicts say it: in hundredths, to a tenth. */
export function hundredths(size: number): string {
  return (100 * size).toFixed(1);
}

export type Direction = 'higher' | 'lower';

/** What a difference B - A says of B; null where neither direction is better, or nothing differs. */
export function speaksFor(difference: number | null, better: Direction | null): 'better' | 'worse' | null {
  if (difference === null || difference === 0 || !Number.isFinite(difference) || better === null) return null;
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}
