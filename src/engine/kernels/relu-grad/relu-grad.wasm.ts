import { hostKernel } from '../host-tensors';
import { moveShares, sizeOf, type WasmTensors } from '../wasm-tensors';

export const reluGradWasm = hostKernel<'dy' | 'y', object, WasmTensors>('SsdReluGrad', ({ dy, y }, _, tensors) => {
  const dx = tensors.allocate(dy.shape);
  const count = sizeOf(dy);
  const addresses = [dy, y, dx].map((tensor) => tensors.address(tensor));
  tensors.run('reluGrad', moveShares(count, count), ...addresses, count);
  return [dx];
});
