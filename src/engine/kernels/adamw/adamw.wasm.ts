import { hostKernel } from '../host-tensors';
import { moveShares, sizeOf, type WasmTensors } from '../wasm-tensors';
import type { AdamWAttrs } from './adamw';

export const adamwWasm = hostKernel<'weight' | 'm' | 'v' | 'gradient' | 'factor', AdamWAttrs, WasmTensors>(
  'SsdAdamWUpdate',
  ({ weight, m, v, gradient, factor }, attrs, tensors) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay, step } = attrs;
    const count = sizeOf(weight);
    tensors.run(
      'adamw',
      moveShares(count, count),
      ...[weight, m, v, gradient].map((tensor) => tensors.address(tensor)),
      count,
      factor ? tensors.floats(factor)[0] : 1,
      beta1,
      beta2,
      1 - beta1,
      1 - beta2,
      epsilon,
      1 - learningRate * weightDecay,
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
    );
    return [];
  },
);
