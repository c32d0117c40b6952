import { expect, test } from 'vitest';
import { Random } from '../../ssd';
import { type SplitItem, stratifiedSplit } from './split';

const item = (id: string, ...classes: string[]): SplitItem => ({ id, photograph: id, classes });
const items = (count: number, classesOf: (i: number) => string[]) =>
  Array.from({ length: count }, (_, i) => item(`${i}`.padStart(4, '0'), ...classesOf(i)));

test('a fifth of every class validates, of rare ones too', () => {
  const random = new Random('classes');
  const set = items(500, (i) => [
    random.chance(0.6) ? 'person' : 'dog',
    ...(random.chance(0.1) ? ['sofa'] : []),
    ...(i % 100 === 0 ? ['rare'] : []),
  ]);
  const { train, val } = stratifiedSplit(set);
  expect([train.length + val.length, new Set([...train, ...val]).size]).toEqual([500, 500]);
  expect(Math.abs(val.length - 100)).toBeLessThanOrEqual(3);
  for (const name of ['person', 'dog', 'sofa', 'rare']) {
    const having = set.filter(({ classes }) => classes.includes(name));
    const inVal = having.filter(({ id }) => val.includes(id)).length;
    expect(Math.abs(inVal - having.length / 5)).toBeLessThanOrEqual(2);
    expect(inVal).toBeGreaterThan(0);
  }
});

test('the order of the images does not matter', () => {
  const set = items(40, (i) => [['a', 'b', 'c'][i % 3]]);
  expect(stratifiedSplit(set.toReversed())).toEqual(stratifiedSplit(set));
});

test('copies of a photograph stay together, unless they are most of the set', () => {
  const copies = items(30, () => ['dog']).map((one, i) => ({ ...one, photograph: `${i >> 1}` }));
  const { val } = stratifiedSplit(copies);
  const valid = new Set(val);
  for (let i = 0; i < 30; i += 2) expect(valid.has(copies[i].id)).toBe(valid.has(copies[i + 1].id));
  expect(stratifiedSplit(items(10, () => ['dog']).map((one) => ({ ...one, photograph: 'one' }))).val).toHaveLength(2);
});

test('two images are one each, whatever they show; one is to train on', () => {
  expect(stratifiedSplit([item('a', 'dog'), item('b', 'cat')]).val).toHaveLength(1);
  expect(stratifiedSplit([item('a'), item('b')]).val).toHaveLength(1);
  expect(stratifiedSplit([item('a', 'dog')])).toEqual({ train: ['a'], val: [] });
  expect(stratifiedSplit([])).toEqual({ train: [], val: [] });
});
