import { expect, test } from 'vitest';
import { clipFactor, dispose, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

/** The factor for gradients of seeded normal values, and their norm in float64. */
async function factorOf(counts: readonly number[], bound: (norm: number) => number) {
  const values = counts.map((count) => normals(count, 'g', count));
  const norm = Math.sqrt(values.flatMap((part) => [...part]).reduce((sum, value) => sum + value * value, 0));
  const gradients = values.map((part) => tensor(part, [part.length]));
  const [factor] = await evaluate(() => [clipFactor(gradients, bound(norm))]);
  dispose(...gradients);
  return factor;
}

describeKernel('clipFactor', () => {
  test.each([[[1]], [[17, 1000]], [[70_001, 3, 64, 1]]])(
    'brings the global norm of gradients of %j elements to the bound',
    async (counts) => {
      expectClose(await factorOf(counts, (norm) => norm / 3), [1 / 3]);
    },
  );

  test('leaves gradients within the bound exactly as they are', async () => {
    expect([...(await factorOf([17, 1000], (norm) => norm * 1.01))]).toEqual([1]);
  });

  test('of gradients that are all zero is 1, and of one that is NaN is NaN', async () => {
    const [zero, one] = [tensor(new Float32Array(5), [5]), tensor(Float32Array.of(1, Number.NaN), [2])];
    expect([...(await evaluate(() => [clipFactor([zero, zero], 1)]))[0]]).toEqual([1]);
    expect([...(await evaluate(() => [clipFactor([zero, one], 1)]))[0]]).toEqual([Number.NaN]);
    dispose(zero, one);
  });

  test('refuses a bound of 0', () => {
    expect(() => clipFactor([], 0)).toThrow('clipFactor: clipNorm is 0; expected above 0');
  });
});
