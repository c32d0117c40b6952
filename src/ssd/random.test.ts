import { expect, test } from 'vitest';
import { Random } from './random';

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

test('equal seeds give equal streams, on every machine', () => {
  expect(draw(new Random(7, 'train', 812), 5)).toEqual(draw(new Random(7, 'train', 812), 5));
  const first = new Random(7, 'train', 812).next() * 4294967296;
  expect(first).toBe(1159242830);
});

test('seeds are told apart word by word, not by the text that they make together', () => {
  const streams = [new Random(1, 23), new Random(12, 3), new Random('1', '2', '3'), new Random(123), new Random()];
  const heads = streams.map((random) => random.next());
  expect(new Set(heads).size).toBe(streams.length);
});

test('neighbouring seeds are independent', () => {
  const heads = Array.from({ length: 4000 }, (_, seed) => new Random(seed).next());
  expect(mean(heads)).toBeCloseTo(0.5, 1);
  const products = heads.slice(1).map((value, i) => (value - 0.5) * (heads[i] - 0.5));
  // Five standard errors of the covariance of independent uniforms, 1/12 / sqrt(n).
  expect(Math.abs(mean(products))).toBeLessThan((5 / 12) * (1 / Math.sqrt(products.length)));
});

test('next is uniform: sixteen bins pass a chi-square test', () => {
  const bins = new Array(16).fill(0);
  const random = new Random('bins');
  for (let i = 0; i < 16000; i++) bins[Math.floor(random.next() * 16)]++;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 99.99 % quantile at 15 degrees of freedom, from tables.
  expect(chiSquare).toBeLessThan(44.3);
});

test('normal has the mean and the standard deviation asked for, and a tail', () => {
  const random = new Random('normal');
  const values = Array.from({ length: 40000 }, () => random.normal(3, 2));
  const average = mean(values);
  expect(Math.abs(average - 3)).toBeLessThan(5 * (2 / Math.sqrt(values.length)));
  expect(Math.abs(mean(values.map((v) => (v - average) ** 2)) - 4)).toBeLessThan(5 * 4 * Math.sqrt(2 / values.length));
  // A share of 0.0027 lies beyond three standard deviations.
  const tail = values.filter((v) => Math.abs(v - 3) > 6).length / values.length;
  expect(tail).toBeGreaterThan(0.0018);
  expect(tail).toBeLessThan(0.0037);
});

test('integer covers 0 to count - 1 and nothing else', () => {
  const random = new Random('integer');
  const seen = new Set(Array.from({ length: 200 }, () => random.integer(5)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('chance of 0 never happens and chance of 1 always', () => {
  const random = new Random('chance');
  for (let i = 0; i < 100; i++) {
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1)).toBe(true);
  }
});

test('shuffle keeps every item and reaches every order alike', () => {
  const random = new Random('shuffle');
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(['a', 'b', 'c']).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('pick refuses an empty list', () => {
  expect(() => new Random().pick([])).toThrow('Random.pick: got an empty list');
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
