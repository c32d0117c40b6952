import { expect, test } from 'vitest';
import { digits, formatSection, withSpread } from './suite';

test('a section reads as Markdown and as a table in a terminal', () => {
  const section = {
    title: 'Speed',
    notes: ['How to read it.'],
    columns: ['layer', 'x'],
    rows: [
      ['a', '1.0'],
      ['long name', '12.3'],
    ],
    summary: ['It is fast.'],
  };
  expect(formatSection(section)).toBe(
    [
      '## Speed',
      '',
      'How to read it.',
      '',
      '| layer     |    x |',
      '| --------- | ---: |',
      '| a         |  1.0 |',
      '| long name | 12.3 |',
      '',
      'It is fast.',
    ].join('\n'),
  );
});

test('sentences wrap at 120 columns and lose no word', () => {
  const note = 'word '.repeat(60).trim();
  const text = formatSection({ title: 'T', notes: [note], columns: [], rows: [], summary: [] });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(text.split(/\s+/).filter((word) => word === 'word')).toHaveLength(60);
});

test.each([
  [0.01234, '0.0123'],
  [4.5678, '4.57'],
  [45.678, '45.7'],
  [1234.5, '1235'],
])('%d is told as %s', (value, text) => {
  expect(digits(value)).toBe(text);
});

test('a spread is half the distance of the percentiles, and one sample has none', () => {
  expect(withSpread(10, 9, 11, 5)).toBe('10.0 ±10%');
  expect(withSpread(10, 10, 10, 1)).toBe('10.0 (once)');
});
