import { hostKernel } from '../host-tensors';
import { moveShares, sizeOf, type WasmTensors } from '../wasm-tensors';
import type { AdamWAttrs } from './adamw';

export const adamwWasm = hostKernel<'weight' | 'm' | 'v' | 'gradient' | 'rates' | 'factor', AdamWAttrs, WasmTensors>(
  'SsdAdamWUpdate',
  ({ weight, m, v, gradient, rates, factor }, attrs, tensors) => {
    const { beta1, beta2, epsilon, weightDecay } = attrs;
    const [learningRate, correction1, correction2] = tensors.floats(rates);
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
      learningRate * correction1,
      Math.sqrt(correction2),
    );
    return [];
  },
);
