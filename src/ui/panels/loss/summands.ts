/** @file What a sum over anchors is made of: its largest summands, and the rest as one number. */
import type { ImageLossTerms } from '../../../worker';
import type { Part } from './loss-table';

export interface Summand {
  anchor: number;
  /** Class id + 1; 0 is background, which makes the anchor a hard negative. */
  target: number;
  value: number;
}

export interface Summands {
  /** By descending value; of equal ones the lower anchor first. */
  largest: Summand[];
  /** Summands that are not listed, and their sum. */
  more: number;
  rest: number;
  total: number;
  /** The part of the total that is of positives. */
  positives: number;
}

/**
 * @param part confidence sums over positives and hard negatives, localization over positives
 * @param most summands to list
 */
export function summandsOf(
  { anchor, target, crossEntropy, smoothL1 }: ImageLossTerms['terms'],
  part: Part,
  most: number,
) {
  const values = part === 'confidence' ? crossEntropy : smoothL1;
  const all = Array.from(anchor, (index, i): Summand => ({ anchor: index, target: target[i], value: values[i] }))
    .filter((summand) => part === 'confidence' || summand.target > 0)
    .sort((a, b) => b.value - a.value || a.anchor - b.anchor);
  const added = (summands: readonly Summand[]) => summands.reduce((total, { value }) => total + value, 0);
  const others = all.slice(most);
  const summands: Summands = {
    largest: all.slice(0, most),
    more: others.length,
    rest: added(others),
    total: added(all),
    positives: added(all.filter(({ target }) => target > 0)),
  };
  return summands;
}
