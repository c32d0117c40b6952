import { expect, test } from 'vitest';
import { matchingSection } from './matching';
import { formatSection } from './suite';

const time = (msMedian: number) => ({ msMedian, msLow: 0.9 * msMedian, msHigh: 1.1 * msMedian, samples: 100 });

test('the table has a row a number of objects, and the sentence is about the slowest update', () => {
  const section = matchingSection([
    { objects: 1, positives: 13, hardNegatives: 39, matching: time(0.5), update: time(3), frame: time(4) },
    { objects: 60, positives: 700, hardNegatives: 2100, matching: time(3), update: time(8), frame: time(10) },
  ]);
  expect(section.rows).toEqual([
    ['1', '13', '39', '0.500 ±10%', '3.00 ±10%', '4.00 ±10%', '4.40'],
    ['60', '700', '2100', '3.00 ±10%', '8.00 ±10%', '10.0 ±10%', '11.0'],
  ]);
  expect(formatSection(section)).toContain('with 60 objects takes 8.00 ms of the 16 ms');
});
