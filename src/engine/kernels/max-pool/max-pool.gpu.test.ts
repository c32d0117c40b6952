import { describe, expect, test } from 'vitest';
import { dispose, maxPool, maxPoolGrad, type PoolGeometry, poolGeometry, tensor } from '../../index';
import { describeKernel, evaluate, normals } from '../kernel-suite';

/** Output and gradient by the definition; a window's gradient goes to its first maximum in row-major order. */
function reference(x: Float32Array, dy: Float32Array, g: PoolGeometry) {
  const y = new Float32Array(dy.length);
  const dx = new Float64Array(x.length);
  let out = 0;
  for (let b = 0; b < g.batch; b++)
    for (let oy = 0; oy < g.outHeight; oy++)
      for (let ox = 0; ox < g.outWidth; ox++)
        for (let c = 0; c < g.channels; c++, out++) {
          let best = -1;
          for (let row = oy * g.stride - g.padTop; row < oy * g.stride - g.padTop + g.size; row++)
            for (let column = ox * g.stride - g.padLeft; column < ox * g.stride - g.padLeft + g.size; column++) {
              if (row < 0 || column < 0 || row >= g.inHeight || column >= g.inWidth) continue;
              const i = ((b * g.inHeight + row) * g.inWidth + column) * g.channels + c;
              if (best === -1 || x[i] > x[best]) best = i;
            }
          y[out] = x[best];
          dx[best] += dy[out];
        }
  return { y, dx };
}

const cases = [
  { name: '2x2 stride 2 on an even map', shape: [2, 6, 8, 8], options: { size: 2, stride: 2 } },
  { name: '2x2 stride 2 in ceil mode on 5x7', shape: [1, 5, 7, 5], options: { size: 2, stride: 2, ceil: true } },
  { name: '2x2 stride 2 in floor mode on 5x7', shape: [1, 5, 7, 4], options: { size: 2, stride: 2 } },
  { name: '3x3 stride 1 pad 1', shape: [5, 4, 3, 21], options: { size: 3, stride: 1, pad: 1 } },
  { name: '3x3 stride 2 pad 1 in ceil mode', shape: [1, 6, 6, 3], options: { size: 3, stride: 2, pad: 1, ceil: true } },
  { name: 'a 1x1 map', shape: [2, 1, 1, 4], options: { size: 3, stride: 1, pad: 1 } },
];

describeKernel('maxPool', () => {
  describe.each(cases)('$name', ({ shape, options }) => {
    // The second kind has many ties, and every value at most 0: padding must not win with a zero.
    test.each(['distinct values', 'ties below zero'])('output and gradient equal the definition, %s', async (kind) => {
      const g = poolGeometry(shape, options);
      const count = shape.reduce((a, b) => a * b, 1);
      const tied = kind === 'ties below zero';
      const xv = normals(count, 'x').map((v) => (tied ? -Math.floor(Math.abs(v) * 2) - 1 : v));
      const dyv = normals(g.batch * g.outHeight * g.outWidth * g.channels, 'dy');
      const expected = reference(xv, dyv, g);
      const outShape = [g.batch, g.outHeight, g.outWidth, g.channels];
      const x = tensor(xv, shape);
      const [y] = await evaluate(() => [maxPool(x, g)]);
      expect([...y]).toEqual([...expected.y]);
      const [yt, dy] = [tensor(y, outShape), tensor(dyv, outShape)];
      const [dx] = await evaluate(() => [maxPoolGrad(x, yt, dy, g)]);
      for (const [i, value] of expected.dx.entries()) expect(dx[i]).toBeCloseTo(value, 5);
      dispose(x, yt, dy);
    });
  });

  test('ceil mode gives 75 -> 38 and 300 -> 150, and drops a window that begins in the right padding', () => {
    expect(poolGeometry([1, 75, 75, 1], { size: 2, stride: 2, ceil: true }).outHeight).toBe(38);
    expect(poolGeometry([1, 300, 300, 1], { size: 2, stride: 2, ceil: true }).outHeight).toBe(150);
    expect(poolGeometry([1, 1, 1, 1], { size: 2, stride: 2, pad: 1, ceil: true }).outHeight).toBe(1);
  });
});
