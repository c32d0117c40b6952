/** @file Numbers as the lesson prints them, where the page has no form of its own. */

/** 0.357 -> "36%". */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** Three significant digits: 0.040415 -> "0.0404". */
export function small(value: number): string {
  return String(Number(value.toPrecision(3)));
}
