import { describe, expect, test } from 'vitest';
import { batchNorm, batchNormGrad, batchNormInference, dispose, liveTensors, tensor } from '../../index';
import { describeKernel, evaluate, expectClose, normals, normalTensor, readFloats } from '../kernel-suite';
import { momentsReference, normalizeGradReference, normalizeReference } from './reference';

const epsilon = 1e-5;
const shapes = [
  [5, 7, 3, 5],
  [2, 9, 9, 16],
  [1, 1, 1, 21],
  [300, 8],
];

describeKernel('batchNorm', () => {
  describe.each(shapes.map((shape) => ({ shape, name: shape.join('x') })))('$name', ({ shape }) => {
    const channels = shape[shape.length - 1];
    const count = shape.reduce((a, b) => a * b, 1);
    const affine = () => ({
      gamma: normalTensor([channels], 'gamma'),
      beta: normalTensor([channels], 'beta'),
      mean: normalTensor([channels], 'mean'),
      variance: tensor(
        normals(channels, 'variance').map((v) => v * v + 0.1),
        [channels],
      ),
    });

    test.each([false, true])(
      'training normalises by the batch and moves the running statistics (ReLU %s)',
      async (relu) => {
        const before = liveTensors();
        const xv = normals(count, 'x').map((v, i) => 3 * v + 10 + (i % channels));
        const x = tensor(xv, shape);
        const t = affine();
        const attrs = { epsilon, decay: 0.9, relu };
        const { y, mean, inverseStd } = batchNorm(x, t.gamma, t.beta, t.mean, t.variance, attrs);
        const expected = momentsReference(xv, channels);
        const [gamma, beta] = [normals(channels, 'gamma'), normals(channels, 'beta')];
        expectClose(await readFloats(mean), expected.mean);
        expectClose(
          await readFloats(inverseStd),
          expected.variance.map((v) => 1 / Math.sqrt(v + epsilon)),
          1e-5,
        );
        expectClose(await readFloats(y), normalizeReference(xv, { gamma, beta, ...expected, epsilon, relu }), 1e-5);
        const oldMean = normals(channels, 'mean');
        const oldVariance = normals(channels, 'variance').map((v) => v * v + 0.1);
        expectClose(
          await readFloats(t.mean),
          expected.mean.map((v, c) => 0.9 * oldMean[c] + 0.1 * v),
        );
        expectClose(
          await readFloats(t.variance),
          expected.variance.map((v, c) => 0.9 * oldVariance[c] + 0.1 * v),
          1e-5,
        );
        dispose(x, y, mean, inverseStd, ...Object.values(t));
        expect(liveTensors()).toBe(before);
      },
    );

    test('inference normalises by the running statistics', async () => {
      const xv = normals(count, 'x');
      const x = tensor(xv, shape);
      const t = affine();
      const attrs = { epsilon, relu: true };
      const [y] = await evaluate(() => [batchNormInference(x, t.gamma, t.beta, t.mean, t.variance, attrs)]);
      const mean = normals(channels, 'mean');
      const variance = normals(channels, 'variance').map((v) => v * v + 0.1);
      const p = { gamma: normals(channels, 'gamma'), beta: normals(channels, 'beta'), mean, variance };
      expectClose(y, normalizeReference(xv, { ...p, epsilon, relu: true }));
      dispose(x, ...Object.values(t));
    });

    test.each([false, true])('the gradients equal the definition (ReLU %s)', async (relu) => {
      const [xv, dyv, yv] = [normals(count, 'x'), normals(count, 'dy'), normals(count, 'y')];
      const moments = momentsReference(xv, channels);
      const [x, dy, y] = [tensor(xv, shape), tensor(dyv, shape), tensor(yv, shape)];
      const gamma = normalTensor([channels], 'gamma');
      const mean = tensor(Float32Array.from(moments.mean), [channels]);
      const inverseStd = tensor(
        Float32Array.from(moments.variance, (v) => 1 / Math.sqrt(v + epsilon)),
        [channels],
      );
      const [dx, dGamma, dBeta] = await evaluate(() => {
        const gradients = batchNormGrad(dy, x, y, gamma, mean, inverseStd, { relu });
        return [gradients.dx, gradients.dGamma, gradients.dBeta];
      });
      const masked = dyv.map((v, i) => (!relu || yv[i] > 0 ? v : 0));
      const expected = normalizeGradReference(masked, xv, normals(channels, 'gamma'), epsilon);
      expectClose(dBeta, expected.dBeta);
      if (count > channels) {
        expectClose(dGamma, expected.dGamma, 1e-5);
        expectClose(dx, expected.dx, 1e-5);
      } else {
        // One row normalises to zero, whatever it holds.
        expect(Math.max(...dGamma.map(Math.abs))).toBeLessThan(1e-3);
      }
      dispose(x, dy, y, gamma, mean, inverseStd);
    });
  });
});
