import { expect, test } from 'vitest';
import { biasGrad, dispose, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

describeKernel('biasGrad', () => {
  test.each([
    [5, 7, 3, 21],
    [2, 1, 1, 84],
    [1, 33, 31, 8],
    [129, 3],
  ])('sums over all but the last axis of [%i, %i, %i, %i]', async (...given) => {
    const shape = given.filter((size) => typeof size === 'number');
    const channels = shape[shape.length - 1];
    const values = normals(
      shape.reduce((a, b) => a * b, 1),
      'dy',
      channels,
    );
    const dy = tensor(values, shape);
    const [sums] = await evaluate(() => [biasGrad(dy)]);
    const expected = new Float64Array(channels);
    for (const [i, value] of values.entries()) expected[i % channels] += value;
    expectClose(sums, expected);
    dispose(dy);
  });

  test('the sum of a million ones is exact', async () => {
    const dy = tensor(new Float32Array(2 ** 20).fill(1), [2 ** 18, 4]);
    const [sums] = await evaluate(() => [biasGrad(dy)]);
    expect([...sums]).toEqual([2 ** 18, 2 ** 18, 2 ** 18, 2 ** 18]);
    dispose(dy);
  });
});
