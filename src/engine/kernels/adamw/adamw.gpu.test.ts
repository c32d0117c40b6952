import { expect, test } from 'vitest';
import { adamwRates, adamwUpdate, dispose, liveTensors, tensor } from '../../index';
import { describeKernel, expectClose, normals, readFloats } from '../kernel-suite';

const attrs = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02 };
const ratesOf = (step: number) => tensor(adamwRates(attrs, 0.01, step), [3]);

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
      const rates = ratesOf(step);
      adamwUpdate(weight, m, v, gradient, rates, attrs);
      dispose(gradient, rates);
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
    const rates = ratesOf(1);
    adamwUpdate(weight, m, v, gradient, rates, attrs);
    expectClose(await readFloats(weight), [-0.01, 0.01], 1e-4);
    dispose(weight, m, v, gradient, rates);
  });

  test('a factor multiplies the gradient before anything else', async () => {
    const values = normals(70, 'g');
    const run = async (gradient: Float32Array, factor: number | null) => {
      const [weight, m, v] = ['w', 'm', 'v'].map((name) => tensor(normals(70, name).map(Math.abs), [70]));
      const clip = factor === null ? [] : [tensor(Float32Array.of(factor), [1])];
      const inputs = [tensor(gradient, [70]), ratesOf(2), ...clip];
      adamwUpdate(weight, m, v, inputs[0], inputs[1], attrs, clip[0] ?? null);
      const results = await Promise.all([weight, m, v].map(readFloats));
      dispose(weight, m, v, ...inputs);
      return results;
    };
    // A power of two, so that both ways round alike.
    const halved = values.map((value) => value / 2);
    expect(await run(values, 0.5)).toEqual(await run(halved, null));
  });

  test('step 0 is refused, because it has no bias correction', () => {
    expect(() => adamwRates(attrs, 0.01, 0)).toThrow('step is 0; expected 1 or more');
  });
});
