import { expect, test } from 'vitest';
import { adamwUpdate, dispose, liveTensors, tensor } from '../../index';
import { describeKernel, expectClose, normals, readFloats } from '../kernel-suite';

const attrs = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02 };

describeKernel('adamwUpdate', () => {
  test('three steps in place equal the definition, and a read between them sees the new values', async () => {
    const count = 131;
    const before = liveTensors();
    const weight = tensor(normals(count, 'w'), [count]);
    const [m, v] = [tensor(new Float32Array(count), [count]), tensor(new Float32Array(count), [count])];
    const expected = [...normals(count, 'w')].map((w) => ({ w, m: 0, v: 0 }));
    for (let step = 1; step <= 3; step++) {
      const g = normals(count, 'g', step);
      const gradient = tensor(g, [count]);
      adamwUpdate(weight, m, v, gradient, { ...attrs, step });
      gradient.dispose();
      for (const [i, e] of expected.entries()) {
        e.m = 0.9 * e.m + 0.1 * g[i];
        e.v = 0.99 * e.v + 0.01 * g[i] ** 2;
        const ratio = e.m / (1 - 0.9 ** step) / (Math.sqrt(e.v / (1 - 0.99 ** step)) + 1e-8);
        e.w -= 0.01 * (ratio + 0.02 * e.w);
      }
      expectClose(
        await readFloats(weight),
        expected.map((e) => e.w),
      );
    }
    expectClose(
      await readFloats(m),
      expected.map((e) => e.m),
    );
    expectClose(
      await readFloats(v),
      expected.map((e) => e.v),
    );
    dispose(weight, m, v);
    expect(liveTensors()).toBe(before);
  });

  test('the first step moves each weight by the rate against the sign of its gradient', async () => {
    const [weight, m, v] = [0, 0, 0].map(() => tensor(new Float32Array(2), [2]));
    const gradient = tensor(Float32Array.of(1e-3, -50), [2]);
    adamwUpdate(weight, m, v, gradient, { ...attrs, step: 1 });
    expectClose(await readFloats(weight), [-0.01, 0.01], 1e-4);
    dispose(weight, m, v, gradient);
  });

  test('step 0 is refused, because it has no bias correction', () => {
    const t = tensor(new Float32Array(1), [1]);
    expect(() => adamwUpdate(t, t, t, t, { ...attrs, step: 0 })).toThrow('step is 0; expected 1 or more');
    t.dispose();
  });
});
