import { expect, test } from 'vitest';
import { dispose, l2Norm, l2NormGrad, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals } from '../kernel-suite';

const shapes = [
  [2, 5, 3, 8],
  [1, 7, 5, 21],
  [5, 1, 1, 3],
];

describeKernel('l2Norm', () => {
  test.each(shapes)('output and gradients of [%i, %i, %i, %i] equal the definition', async (...shape) => {
    const channels = shape[3];
    const count = shape.reduce((a, b) => a * b, 1);
    const [xv, dyv, sv] = [normals(count, 'x'), normals(count, 'dy'), normals(channels, 'scale')];
    const y = new Float64Array(count);
    const dx = new Float64Array(count);
    const dScale = new Float64Array(channels);
    for (let first = 0; first < count; first += channels) {
      let squares = 1e-5;
      let product = 0;
      for (let c = 0; c < channels; c++) {
        squares += xv[first + c] ** 2;
        product += dyv[first + c] * sv[c] * xv[first + c];
      }
      for (let c = 0; c < channels; c++) {
        const i = first + c;
        y[i] = (sv[c] * xv[i]) / Math.sqrt(squares);
        dx[i] = (dyv[i] * sv[c]) / Math.sqrt(squares) - (xv[i] * product) / squares ** 1.5;
        dScale[c] += (dyv[i] * xv[i]) / Math.sqrt(squares);
      }
    }
    const [x, dy, scale] = [tensor(xv, shape), tensor(dyv, shape), tensor(sv, [channels])];
    const [actual] = await evaluate(() => [l2Norm(x, scale)]);
    const gradients = await evaluate(() => Object.values(l2NormGrad(dy, x, scale)));
    expectClose(actual, y);
    expectClose(gradients[0], dx);
    expectClose(gradients[1], dScale);
    dispose(x, dy, scale);
  });

  test('a zero pixel stays zero and has a finite gradient', async () => {
    const [x, scale] = [tensor(new Float32Array(4), [1, 1, 1, 4]), tensor(new Float32Array(4).fill(20), [4])];
    const dy = tensor(Float32Array.of(1, 0, 0, 0), [1, 1, 1, 4]);
    const [y] = await evaluate(() => [l2Norm(x, scale)]);
    const [dx] = await evaluate(() => Object.values(l2NormGrad(dy, x, scale)));
    expect([...y]).toEqual([0, 0, 0, 0]);
    expectClose(dx, [20 / Math.sqrt(1e-5), 0, 0, 0]);
    dispose(x, scale, dy);
  });
});
