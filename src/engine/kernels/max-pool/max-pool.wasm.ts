/**
 * @file Max pooling on the wasm back end; channels that are not divisible by 4 go through the plain loops.
 */
import { hostKernel } from '../host-tensors';
import { moveShares, sizeOf, type WasmTensors } from '../wasm-tensors';
import { type MaxPoolAttrs, type PoolGeometry, poolInputShape, poolOutputShape } from './max-pool';
import { maxPoolGradHost, maxPoolHost } from './max-pool.host';

export const maxPoolWasm = hostKernel<'x', MaxPoolAttrs, WasmTensors>('SsdMaxPool', (inputs, attrs, tensors) => {
  const { geometry: g } = attrs;
  if (g.channels % 4 !== 0) return maxPoolHost.run(inputs, attrs, tensors);
  const y = tensors.allocate(poolOutputShape(g));
  const addresses = [inputs.x, y].map((tensor) => tensors.address(tensor));
  tensors.run('maxPool', moveShares(g.batch * g.outHeight, sizeOf(inputs.x)), ...addresses, ...sizes(g));
  return [y];
});

export const maxPoolGradWasm = hostKernel<'x' | 'y' | 'dy', MaxPoolAttrs, WasmTensors>(
  'SsdMaxPoolGrad',
  (inputs, attrs, tensors) => {
    const { geometry: g } = attrs;
    if (g.channels % 4 !== 0) return maxPoolGradHost.run(inputs, attrs, tensors);
    const dx = tensors.allocate(poolInputShape(g));
    const addresses = [inputs.x, inputs.y, inputs.dy, dx].map((tensor) => tensors.address(tensor));
    const items = g.batch * Math.ceil(g.channels / 16);
    tensors.run('maxPoolGrad', moveShares(items, sizeOf(dx)), ...addresses, ...sizes(g));
    return [dx];
  },
);

function sizes(g: PoolGeometry): number[] {
  return [
    ...[g.batch, g.inHeight, g.inWidth, g.channels, g.outHeight, g.outWidth],
    ...[g.size, g.stride, g.padTop, g.padLeft],
  ];
}
