/** @file From a long series of measurements to the few points of a curve: smoothing, thinning, ticks. */

/**
 * Exponential moving average, debiased as in Adam, so that it starts at the first value instead of at 0.
 *
 * @param values  any length; a value that is not finite stays a gap and does not enter the average
 * @param factor  weight of the past in [0, 1); 0 returns the values
 */
export function smoothed(values: ArrayLike<number>, factor: number): Float64Array {
  const result = new Float64Array(values.length);
  let average = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) {
      average = factor * average + (1 - factor) * values[i];
      weight = factor * weight + (1 - factor);
      result[i] = average / weight;
    } else result[i] = Number.NaN;
  }
  return result;
}

export type Row = Record<string, number | null> & { x: number };

/**
 * Thins columns over one x to at most `limit` rows: each bucket keeps the smallest and the largest value of every
 * column, in the order in which they came, so that no spike is lost. Gaps (not finite) become null.
 *
 * @param x        ascending
 * @param columns  each as long as x
 * @param limit    at least 2
 */
export function thinned(
  x: ArrayLike<number>,
  columns: Readonly<Record<string, ArrayLike<number>>>,
  limit: number,
): Row[] {
  const names = Object.keys(columns);
  const rows: Row[] = [];
  if (x.length <= limit) {
    for (let i = 0; i < x.length; i++) rows.push(rowOf(x[i], names, (name) => columns[name][i]));
    return rows;
  }
  const buckets = Math.floor(limit / 2);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const begin = Math.floor((bucket * x.length) / buckets);
    const end = Math.floor(((bucket + 1) * x.length) / buckets);
    const extremes = Object.fromEntries(names.map((name) => [name, extremesOf(columns[name], begin, end)]));
    rows.push(rowOf(x[begin], names, (name) => extremes[name][0]));
    rows.push(rowOf(x[end - 1], names, (name) => extremes[name][1]));
  }
  return rows;
}

function rowOf(x: number, names: readonly string[], at: (name: string) => number): Row {
  const row: Row = { x };
  for (const name of names) row[name] = Number.isFinite(at(name)) ? at(name) : null;
  return row;
}

/** The two extreme values of [begin, end), the earlier one first; NaN where there is none. */
function extremesOf(values: ArrayLike<number>, begin: number, end: number): [number, number] {
  let [low, high] = [-1, -1];
  for (let i = begin; i < end; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (low < 0 || values[i] < values[low]) low = i;
    if (high < 0 || values[i] > values[high]) high = i;
  }
  if (low < 0) return [Number.NaN, Number.NaN];
  return low < high ? [values[low], values[high]] : [values[high], values[low]];
}

/** Round ticks that enclose [low, high] in about `wanted` steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, wanted: number): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= wanted)!;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: Math.max(2, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Ticks 1, 2, 5, 10, 20, ... that enclose [low, high], both above 0; over more than four decades powers of ten alone,
 * about six of them.
 */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const [stride, factors] = decades > 4 ? [Math.ceil(decades / 6), [1]] : [1, [1, 2, 5]];
  const ladder: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power < Math.log10(high) + stride; power += stride) {
    for (const factor of factors) ladder.push(Number((factor * 10 ** power).toPrecision(3)));
  }
  const first = ladder.findLastIndex((tick) => tick <= low);
  const last = ladder.findIndex((tick) => tick >= high);
  return ladder.slice(Math.max(0, first), last < 0 ? undefined : last + 1);
}

/** The row whose x lies nearest; null of none. Rows are ascending in x. */
export function nearestRow(rows: readonly Row[], x: number): Row | null {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Math.abs(rows[middle].x - x) <= Math.abs(rows[middle + 1].x - x)) high = middle;
    else low = middle + 1;
  }
  return rows[low] ?? null;
}

type Point = { x: number; y: number | null };

/** The outline, as an SVG path, of the area between a line and another one below or above it; a gap in either parts it. */
export function areaBetween(line: readonly Point[], edge: readonly Point[]): string {
  const pieces: { there: string[]; back: string[] }[] = [];
  let open = false;
  line.forEach(({ x, y }, i) => {
    const other = edge[i].y;
    if (y !== null && other !== null) {
      if (!open) pieces.push({ there: [], back: [] });
      const { there, back } = pieces[pieces.length - 1];
      there.push(`${x},${y}`);
      back.unshift(`${x},${other}`);
    }
    open = y !== null && other !== null;
  });
  return pieces.map(({ there, back }) => `M${[...there, ...back].join('L')}Z`).join('');
}
