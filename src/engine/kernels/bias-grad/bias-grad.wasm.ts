import { hostKernel } from '../host-tensors';
import { sizeOf, type WasmTensors } from '../wasm-tensors';
import { biasGradHost } from './bias-grad.host';

export const biasGradWasm = hostKernel<'dy', object, WasmTensors>('SsdBiasGrad', (inputs, attrs, tensors) => {
  const { dy } = inputs;
  const columns = dy.shape[dy.shape.length - 1];
  if (columns % 4 !== 0) return biasGradHost.run(inputs, attrs, tensors);
  const bias = tensors.allocate([columns]);
  const sums = tensors.sumSlices('biasGradSums', [tensors.address(dy)], sizeOf(dy) / columns, columns, columns);
  tensors.floats(bias).set(sums);
  return [bias];
});
