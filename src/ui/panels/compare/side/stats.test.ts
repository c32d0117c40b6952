import { expect, test } from 'vitest';
import { noSummary } from '../../../../experiments';
import { speaksFor } from '../differ';
import { statRows } from './stats';

test('each metric has both values and B less A', () => {
  const rows = statRows({ ...noSummary, map07: 0.5, confidence: 2 }, { ...noSummary, map07: 0.25, confidence: 1.5 });
  const row = (key: string) => rows.find((one) => one.key === key)!;
  expect(row('map07')).toMatchObject({ values: [0.5, 0.25], difference: -0.25 });
  expect(speaksFor(row('map07').difference, row('map07').better)).toBe('worse');
  expect(speaksFor(row('confidence').difference, row('confidence').better)).toBe('better');
});

test('a true 0 counts, an unknown value leaves the difference unknown', () => {
  const [map07] = statRows({ ...noSummary, map07: 0 }, { ...noSummary, map07: 0.1 });
  expect(map07.difference).toBe(0.1);
  expect(statRows(noSummary, { ...noSummary, map07: 0.1 })[0].difference).toBeNull();
});
