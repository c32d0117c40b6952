import { expect, test } from 'vitest';
import { positionOf } from './position';

test('the values of a filter run by column, row, input and output, as in MXNet', () => {
  const shape = [3, 3, 512, 84];
  expect([0, 2, 3, 8, 9, 19].map((i) => positionOf(i, shape))).toEqual([
    '[0, 0, 0, 0]',
    '[0, 0, 0, 2]',
    '[0, 0, 1, 0]',
    '[0, 0, 2, 2]',
    '[0, 1, 0, 0]',
    '[0, 2, 0, 1]',
  ]);
  expect(positionOf(3 * 3 * 512, shape)).toBe('[1, 0, 0, 0]');
});

test('a bias has one index', () => expect(positionOf(7, [84])).toBe('[7]'));
