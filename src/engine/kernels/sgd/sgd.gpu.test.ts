import { expect, test } from 'vitest';
import { dispose, liveTensors, sgdUpdate, tensor } from '../../index';
import { describeKernel, expectClose, normals, readFloats } from '../kernel-suite';

describeKernel('sgdUpdate', () => {
  test('steps in place with the rate inside the momentum, so that an old step keeps its scale after a drop', async () => {
    const count = 67;
    const before = liveTensors();
    const weight = tensor(normals(count, 'w'), [count]);
    const momentum = tensor(new Float32Array(count), [count]);
    const expected = [...normals(count, 'w')].map((w) => ({ w, m: 0 }));
    for (const [step, learningRate] of [0.1, 0.1, 0.01].entries()) {
      const g = normals(count, 'g', step);
      const gradient = tensor(g, [count]);
      const rates = tensor(Float32Array.of(learningRate), [1]);
      sgdUpdate(weight, momentum, gradient, rates, { momentum: 0.9, weightDecay: 5e-4 });
      dispose(gradient, rates);
      for (const [i, e] of expected.entries()) {
        e.m = 0.9 * e.m - learningRate * (g[i] + 5e-4 * e.w);
        e.w += e.m;
      }
    }
    expectClose(
      await readFloats(weight),
      expected.map((e) => e.w),
    );
    expectClose(
      await readFloats(momentum),
      expected.map((e) => e.m),
    );
    dispose(weight, momentum);
    expect(liveTensors()).toBe(before);
  });

  test('a factor multiplies the gradient, not the decay', async () => {
    const tensors = [Float32Array.of(2, 4), new Float32Array(2), Float32Array.of(1, -8)].map((row) => tensor(row, [2]));
    const [weight, momentum, gradient] = tensors;
    const [factor, rates] = [0.25, 1].map((value) => tensor(Float32Array.of(value), [1]));
    sgdUpdate(weight, momentum, gradient, rates, { momentum: 0.9, weightDecay: 0.5 }, factor);
    expect([...(await readFloats(weight))]).toEqual([2 - 0.25 - 1, 4 + 2 - 2]);
    dispose(...tensors, factor, rates);
  });
});
