/** @file Numbers with digits enough to be checked by hand. */
import { dash } from '../../format';

/** Six significant digits: 559.549966 -> "559.550", 0.000121133 -> "1.21133e-4". */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return dash;
  if (value === 0) return '0';
  const plain = Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6;
  return plain ? value.toPrecision(6) : value.toExponential(5).replace('e+', 'e');
}

/** 0.36046 -> "36.0%"; a true 0 is 0. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return dash;
  return share === 0 ? '0%' : `${(share * 100).toFixed(1)}%`;
}
