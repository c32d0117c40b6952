/**
 * @file Compares what was computed with what a fixture expects, in the fixture's own form: every number, string and flag
 * that the fixture gives must be met, and a key that the check does not compute is a difference too.
 */

/** A number passes if |actual - expected| <= abs + rel * |expected|; both 0 unless given. */
export interface Tolerance {
  abs?: number;
  rel?: number;
}

/** By key, for all numbers below that key; a list gives each column of its rows its own. Other numbers are exact. */
export type Tolerances = Readonly<Record<string, Tolerance | readonly Tolerance[]>>;

/** A value in the form of JSON, or a typed array. NaN stands for the fixtures' null. */
export type Computed =
  | number
  | string
  | boolean
  | null
  | Float32Array
  | Int32Array
  | readonly Computed[]
  | ComputedRecord;
export interface ComputedRecord {
  readonly [key: string]: Computed;
}

/** Keys of remarks, which no computation can meet. */
const remarks = new Set(['note', 'title']);
const shownDifferences = 4;

/** Collects the differences of one case. */
export class Comparison {
  readonly #differences: string[] = [];
  #compared = 0;

  /** @param name how a message calls this part @param expected from the fixture */
  compare(
    name: string,
    actual: Computed,
    expected: unknown,
    tolerances: Tolerances = {},
    tolerance: Tolerance = {},
  ): void {
    this.#walk(name, actual, expected, tolerances, tolerance);
  }

  /** @throws Error with the first differences, or if nothing was compared */
  finish(): void {
    if (this.#differences.length === 0) {
      if (this.#compared === 0) throw new Error('the fixture gives nothing to compare');
      return;
    }
    const shown = this.#differences.slice(0, shownDifferences).join('; ');
    const more = this.#differences.length - shownDifferences;
    throw new Error(more > 0 ? `${shown}; and ${more} more` : shown);
  }

  #walk(
    path: string,
    actual: Computed,
    expected: unknown,
    tolerances: Tolerances,
    tolerance: Tolerance | readonly Tolerance[],
  ): void {
    if (Array.isArray(expected)) {
      this.#walkList(path, actual, expected, tolerances, tolerance);
    } else if (typeof expected === 'object' && expected !== null) {
      this.#walkRecord(path, actual, expected, tolerances, tolerance);
    } else {
      this.#compared++;
      if (!agrees(actual, expected, isColumns(tolerance) ? {} : tolerance)) this.#differ(path, actual, expected);
    }
  }

  #walkList(
    path: string,
    actual: Computed,
    expected: readonly unknown[],
    tolerances: Tolerances,
    tolerance: Tolerance | readonly Tolerance[],
  ): void {
    this.#compared++;
    if (!isList(actual)) {
      this.#differ(path, actual, 'a list');
      return;
    }
    if (actual.length !== expected.length) {
      this.#differ(path, `${actual.length} entries`, `${expected.length} entries`);
    }
    const columns = isColumns(tolerance) && typeof expected[0] !== 'object' ? tolerance : null;
    for (let i = 0; i < Math.min(actual.length, expected.length); i++) {
      this.#walk(`${path}[${i}]`, actual[i], expected[i], tolerances, columns?.[i] ?? tolerance);
    }
  }

  #walkRecord(
    path: string,
    actual: Computed,
    expected: object,
    tolerances: Tolerances,
    tolerance: Tolerance | readonly Tolerance[],
  ): void {
    if (typeof actual !== 'object' || actual === null || isList(actual)) {
      this.#differ(path, actual, 'an object');
      return;
    }
    for (const [key, value] of Object.entries(expected)) {
      if (remarks.has(key)) continue;
      const inner = `${path}.${key}`;
      if (key in actual) this.#walk(inner, actual[key], value, tolerances, tolerances[key] ?? tolerance);
      else this.#differ(inner, 'nothing', value);
    }
  }

  #differ(path: string, actual: unknown, expected: unknown): void {
    this.#differences.push(`${path}: got ${format(actual)}; expected ${format(expected)}`);
  }
}

function agrees(actual: Computed, expected: unknown, { abs = 0, rel = 0 }: Tolerance): boolean {
  const wanted = fixtureNumber(expected);
  if (wanted === null) return actual === expected;
  if (typeof actual !== 'number') return Number.isNaN(wanted) && actual === null;
  if (Object.is(actual, wanted) || actual === wanted) return true;
  return Math.abs(actual - wanted) <= abs + rel * Math.abs(wanted);
}

/** The number that a fixture's value stands for (null is NaN, infinities are strings), or null if it is none. */
export function fixtureNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value === null) return Number.NaN;
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  return value === '-inf' ? Number.NEGATIVE_INFINITY : null;
}

function isList(value: Computed): value is readonly Computed[] | Float32Array | Int32Array {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function isColumns(tolerance: Tolerance | readonly Tolerance[]): tolerance is readonly Tolerance[] {
  return Array.isArray(tolerance);
}

function format(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined || text.length <= 80 ? String(text) : `${text.slice(0, 80)}...`;
}
