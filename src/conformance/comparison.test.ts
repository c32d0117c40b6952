import { describe, expect, test } from 'vitest';
import { Comparison, type Computed, fixtureNumber, type Tolerances } from './comparison';

function differences(actual: Computed, expected: unknown, tolerances: Tolerances = {}, tolerance = {}): string {
  const comparison = new Comparison();
  comparison.compare('x', actual, expected, tolerances, tolerance);
  try {
    comparison.finish();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('equal values of every kind agree', () => {
  const actual = { n: 1.5, list: Int32Array.of(1, 2), flag: true, text: 'a', nothing: Number.NaN };
  expect(differences(actual, { n: 1.5, list: [1, 2], flag: true, text: 'a', nothing: null })).toBe('');
  expect(differences([null, Number.NEGATIVE_INFINITY, -0], [null, '-inf', 0])).toBe('');
});

describe('every kind of difference is found', () => {
  test.each<[string, Computed, unknown, string]>([
    ['a number', { n: [1, 2] }, { n: [1, 3] }, 'x.n[1]: got 2; expected 3'],
    ['a flag', true, false, 'x: got true; expected false'],
    ['a text', 'a', 'b', 'x: got a; expected b'],
    ['a number for none', 0, null, 'x: got 0; expected null'],
    ['none for a number', null, 0, 'x: got null; expected 0'],
    ['a longer list', [1, 2], [1], 'x: got 2 entries; expected 1 entries'],
    ['a shorter list', new Float32Array(), [1], 'x: got 0 entries; expected 1 entries'],
    ['no list', 1, [1], 'x: got 1; expected a list'],
    ['no object', [1], { a: 1 }, 'x: got [1]; expected an object'],
    ['a key that is not computed', { a: 1 }, { a: 1, b: 2 }, 'x.b: got nothing; expected 2'],
    ['nothing at all', {}, {}, 'the fixture gives nothing to compare'],
  ])('%s', (_, actual, expected, message) => {
    expect(differences(actual, expected)).toBe(message);
  });
});

test('a tolerance belongs to its key and what is below it; the rest is exact', () => {
  const tolerances = { near: { abs: 0.1 }, rows: [{}, { rel: 0.01 }] };
  expect(differences({ near: [[1.05]], rows: [[1, 101]] }, { near: [[1]], rows: [[1, 100]] }, tolerances)).toBe('');
  expect(differences({ near: 1.2 }, { near: 1 }, tolerances)).toContain('x.near');
  expect(differences({ rows: [[1.001, 100]] }, { rows: [[1, 100]] }, tolerances)).toContain('x.rows[0][0]');
  expect(differences({ other: 1.0001 }, { other: 1 }, tolerances)).toContain('x.other');
});

test('NaN never passes for a number, whatever the tolerance', () => {
  expect(differences(Number.NaN, 1, {}, { abs: 1e9 })).toContain('expected 1');
});

test('remarks are not compared', () => {
  expect(differences({ a: 1 }, { a: 1, note: 'divisor is max(1, n)' })).toBe('');
});

test('a long list of differences is cut', () => {
  expect(differences(new Float32Array(9), Array(9).fill(1))).toMatch(/x\[3\].*; and 5 more$/);
});

test('fixtures write NaN as null and infinities as words', () => {
  expect([2, null, 'inf', '-inf', 'a', true].map(fixtureNumber)).toEqual([
    2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    null,
    null,
  ]);
});
