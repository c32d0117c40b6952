import { expect, test } from 'vitest';
import { parseFormula } from './formula';

const name = (text: string) => ({ kind: 'name', text });
const number = (text: string) => ({ kind: 'number', text });

test('names, numbers and operators stand as they are written', () => {
  expect(parseFormula('4 ln 21 = 12.178')).toEqual({
    kind: 'row',
    children: [number('4'), name('ln'), number('21'), { kind: 'operator', text: '=' }, number('12.178')],
  });
});

test('a hyphen is a minus', () => {
  expect(parseFormula('-x')).toEqual({ kind: 'row', children: [{ kind: 'operator', text: '\u2212' }, name('x')] });
});

test('fractions, roots and words hold what is in their braces', () => {
  expect(parseFormula(String.raw`\frac{a}{\sqrt{2}}`)).toEqual({
    kind: 'fraction',
    above: name('a'),
    below: { kind: 'root', of: number('2') },
  });
  expect(parseFormula(String.raw`\text{fan in, of 4}`)).toEqual({ kind: 'text', text: 'fan in, of 4' });
});

test('indices and powers belong to what they follow', () => {
  expect(parseFormula('x_i^{12}')).toEqual({ kind: 'scripts', base: name('x'), below: name('i'), above: number('12') });
});

test('an empty formula is an empty row', () => {
  expect(parseFormula('')).toEqual({ kind: 'row', children: [] });
});

test.each([
  [String.raw`\frac{a}`, 'found its end; expected {'],
  ['a}', 'found "}" at 1; expected a formula without it'],
  ['{a', 'found its end; expected }'],
  [String.raw`\alpha`, String.raw`found "\alpha" at 0; expected \frac, \sqrt or \text`],
  ['x_', 'found its end; expected a name, a number or a group'],
])('%s is refused', (source, problem) => {
  expect(() => parseFormula(source)).toThrow(problem);
});
