import { describe, expect, test } from 'vitest';
import { parseFormula } from './formula';
import { glossary } from './glossary';

describe.each(Object.entries(glossary))('%s', (_name, { title, definition, formula }) => {
  test('has a title and is defined in whole sentences', () => {
    expect(title).not.toBe('');
    expect(definition).toMatch(/^[A-Z].{30,}\.$/s);
  });

  test('has a formula that can be typeset, if it has one', () => {
    if (formula !== undefined) expect(parseFormula(formula).kind).toBe('row');
  });
});
