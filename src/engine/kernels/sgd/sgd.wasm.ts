import { hostKernel } from '../host-tensors';
import { moveShares, sizeOf, type WasmTensors } from '../wasm-tensors';
import type { SgdAttrs } from './sgd';

export const sgdWasm = hostKernel<'weight' | 'momentum' | 'gradient' | 'rates' | 'factor', SgdAttrs, WasmTensors>(
  'SsdSgdUpdate',
  ({ weight, momentum, gradient, rates, factor }, attrs, tensors) => {
    const count = sizeOf(weight);
    tensors.run(
      'sgd',
      moveShares(count, count),
      ...[weight, momentum, gradient].map((tensor) => tensors.address(tensor)),
      count,
      factor ? tensors.floats(factor)[0] : 1,
      attrs.momentum,
      tensors.floats(rates)[0],
      attrs.weightDecay,
    );
    return [];
  },
);
