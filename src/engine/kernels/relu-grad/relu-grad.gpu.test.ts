import { expect, test } from 'vitest';
import { dispose, reluGrad, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

describeKernel('reluGrad', () => {
  test('dy passes where y is above zero and nowhere else', async () => {
    const [dyv, yv] = [normals(5 * 67, 'dy'), normals(5 * 67, 'y')];
    yv.set([0, -0, 1e-30]);
    const [dy, y] = [tensor(dyv, [5, 67]), tensor(yv, [5, 67])];
    const [dx] = await evaluate(() => [reluGrad(dy, y)]);
    expectClose(
      dx,
      dyv.map((value, i) => (yv[i] > 0 ? value : 0)),
      0,
    );
    expect(dx[2]).toBe(dyv[2]);
    dispose(dy, y);
  });

  test('tensors of two shapes are refused', () => {
    const [dy, y] = [tensor(new Float32Array(4), [4]), tensor(new Float32Array(4), [2, 2])];
    expect(() => reluGrad(dy, y)).toThrow('reluGrad: y is [2, 2]; expected [4]');
    dispose(dy, y);
  });
});
