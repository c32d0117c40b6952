/**
 * @file Checks of ssd-gold/sgd_momentum, a case for each step.
 *
 * `weight_if_lr_outside_momentum` follows the rule of PyTorch and TensorFlow.js, which the lab does not have; the two
 * agree until the learning rate drops, and then the weights must differ from it.
 */
import type { ConformanceCase } from './fixture';

interface SgdFixture {
  momentum: number;
  wd: number;
  w0: number[];
  steps: { lr: number; grad: number[]; weight: number[]; momentum: number[] }[];
}

const tolerance = { abs: 1e-6 };

export function sgdCases({ momentum, wd, w0, steps }: SgdFixture): ConformanceCase[] {
  return steps.map((last, i) => ({
    id: `step ${i + 1}`,
    check: async (comparison, subject) => {
      const weight = Float32Array.from(w0);
      const buffer = new Float32Array(w0.length);
      for (const { lr, grad } of steps.slice(0, i + 1)) {
        const options = { learningRate: lr, momentum, weightDecay: wd };
        await subject.sgdUpdate(weight, buffer, Float32Array.from(grad), options);
      }
      const expected = { weight: last.weight, momentum: last.momentum };
      comparison.compare(`step ${i + 1}`, { weight, momentum: buffer }, expected, {}, tolerance);
    },
  }));
}
