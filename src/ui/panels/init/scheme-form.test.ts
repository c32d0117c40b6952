import { describe, expect, test } from 'vitest';
import { parseScheme } from '../../../experiments';
import {
  draftOf,
  draftProblem,
  initializerName,
  newDraft,
  type SchemeKind,
  schemeKinds,
  schemeName,
  schemeText,
} from './scheme-form';

describe('the form of a scheme', () => {
  test.each(Object.keys(schemeKinds) as SchemeKind[])('%s starts with values that make a scheme', (kind) => {
    expect(() => parseScheme(schemeText(newDraft(kind)))).not.toThrow();
    expect(draftProblem(newDraft(kind))).toBeNull();
  });

  test.each(['uniform(0.07)', 'xavier(gaussian,out,2)', 'msra-prelu(avg,0.25)', 'prior-bias(0.01)'])(
    '%s goes through the form unchanged',
    (text) => expect(schemeText(draftOf(text))).toBe(text),
  );

  test('spaces that a person typed are dropped', () => {
    expect(schemeText({ kind: 'uniform', words: [' 0.07 '] })).toBe('uniform(0.07)');
  });

  test('an unfit word is named with what its place expects', () => {
    expect(draftProblem({ kind: 'uniform', words: ['-1'] })).toBe('Bound c: got "-1"; expected a number above 0.');
    expect(draftProblem({ kind: 'xavier', words: ['uniform', 'all', '2'] })).toBe(
      'Factor: got "all"; expected avg or in or out.',
    );
    expect(draftProblem({ kind: 'prior-bias', words: ['1'] })).toContain('between 0 and 1');
    expect(draftProblem({ kind: 'normal', words: ['0,01'] })).toContain('got "0,01"');
    expect(draftProblem({ kind: 'constant', words: [''] })).toContain('got ""');
  });

  test('what is no scheme is refused', () => {
    expect(() => draftOf('uniform')).toThrow('got "uniform"');
  });

  test('a scheme reads as its paper calls it', () => {
    expect(schemeName('xavier(gaussian,out,2)')).toBe('Xavier gaussian, out, 2');
    expect(schemeName('uniform(0.07)')).toBe('Uniform 0.07');
    expect(schemeName('msra-prelu(avg,0.25)')).toBe('MSRA PReLU, avg, 0.25');
    expect(schemeName('xavier(gaussian,avg,1.8823529411764706)')).toBe('Xavier gaussian, avg, 1.882');
    expect(schemeName('constant(0)')).toBe('Zero');
    expect(schemeName('constant(0.5)')).toBe('Constant 0.5');
  });

  test('an initializer that is no scheme keeps its name', () => {
    expect(initializerName('normal(0.01)')).toBe('Normal 0.01');
    expect(initializerName('bilinear')).toBe('bilinear');
  });
});
