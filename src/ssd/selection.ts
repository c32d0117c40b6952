/** @file The n largest of a list in linear time, with a fixed rule for ties: what mining and NMS share. */

/**
 * Marks the n largest scores; of equal scores the lower index wins.
 *
 * @param scores   f32[N] without NaN; left as they are
 * @param n        how many; all if n >= N
 * @param scratch  f32[at least N], overwritten
 * @param selected u8[at least N]; 1 is written where selected and 0 elsewhere
 */
export function selectLargest(scores: Float32Array, n: number, scratch: Float32Array, selected: Uint8Array): void {
  const count = scores.length;
  if (n <= 0 || n >= count) {
    selected.fill(n <= 0 ? 0 : 1, 0, count);
    return;
  }
  scratch.set(scores);
  const cut = nthLargest(scratch, count, n);
  let atCut = n;
  for (let i = 0; i < count; i++) {
    selected[i] = scores[i] > cut ? 1 : 0;
    atCut -= selected[i];
  }
  for (let i = 0; atCut > 0; i++) {
    if (scores[i] !== cut) continue;
    selected[i] = 1;
    atCut--;
  }
}

/** The n-th largest of values[0..count), n from 1, by Hoare's quickselect; permutes them. */
function nthLargest(values: Float32Array, count: number, n: number): number {
  const target = n - 1;
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] > pivot) i++;
      while (values[j] < pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (target <= j) right = j;
    else if (target >= i) left = i;
    else break;
  }
  return values[target];
}
