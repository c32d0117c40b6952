import { test } from 'vitest';
import { dispose, sumOfSquares, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

describeKernel('sumOfSquares', () => {
  test.each([1, 17, 1000, 70_001])('sums the squares of %i elements', async (count) => {
    const values = normals(count, 'x');
    const x = tensor(values, [count]);
    const [sum] = await evaluate(() => [sumOfSquares(x)]);
    expectClose(sum, [values.reduce((total, value) => total + value * value, 0)]);
    dispose(x);
  });
});
