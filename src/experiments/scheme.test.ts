import { describe, expect, test } from 'vitest';
import { parseRunConfig } from './config';
import { decodeLink, encodeLink } from './link';
import { formatScheme, parseScheme } from './scheme';

const schemes = ['uniform(0.07)', 'normal(0.01)', 'xavier(gaussian,out,2)', 'constant(0)', 'prior-bias(0.01)'];
const reinitialize = [
  { target: 'predictors', scheme: 'xavier(gaussian,out,2)' },
  { target: 'stage1_1.filter', scheme: 'constant(-1)' },
];

describe('a scheme as text', () => {
  test.each([...schemes, 'orthogonal(1.414)'])('%s comes back as it was', (text) => {
    expect(formatScheme(parseScheme(text))).toBe(text);
  });

  test('MSRAPrelu is the Xavier of magnitude 2 / (1 + slope^2)', () => {
    expect(formatScheme(parseScheme('msra-prelu(avg,0.25)'))).toBe('xavier(gaussian,avg,1.88235)');
  });

  test.each([
    '',
    'uniform',
    'uniform()',
    'uniform(0)',
    'uniform(1,2)',
    'xavier(gauss,out,2)',
    'prior-bias(1)',
    'he(2)',
  ])('"%s" is refused with what is expected', (text) => {
    expect(() => parseScheme(text)).toThrow(/got ".*"; expected one of uniform\(scale\)/);
  });
});

describe('re-initialisations in a configuration', () => {
  test('travel in the link', () => {
    const config = parseRunConfig({ data: { kind: 'sprites' }, reinitialize });
    expect(decodeLink(encodeLink(config))).toEqual({ config, problems: [] });
  });

  test('are refused with the scheme that was found', () => {
    const bad = [{ target: 'predictors', scheme: 'uniform(x)' }];
    expect(() => parseRunConfig({ data: { kind: 'sprites' }, reinitialize: bad })).toThrow(/uniform\(x\)/);
  });
});
