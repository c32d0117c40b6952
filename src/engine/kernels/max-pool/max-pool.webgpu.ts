/**
 * @file Max pooling and its gradient on WebGPU, one dispatch each.
 */
import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { valueShader, valuesOf } from '../../webgpu/values';
import { type MaxPoolAttrs, type PoolGeometry, poolInputShape, poolOutputShape } from './max-pool';
import template from './max-pool.wgsl?raw';
import gradTemplate from './max-pool-grad.wgsl?raw';
import paramsTemplate from './pool-params.wgsl?raw';

const shader = valueShader('max-pool', paramsTemplate + template);
const gradShader = valueShader('max-pool-grad', paramsTemplate + gradTemplate);

export const maxPoolWebgpu = webgpuKernel<'x', MaxPoolAttrs>('SsdMaxPool', ({ x }, { geometry }, backend) => {
  const y = allocate(backend, poolOutputShape(geometry));
  const { constants, values } = valuesOf(geometry.channels);
  dispatch(backend, {
    shader,
    constants,
    inputs: [x],
    outputs: [y],
    params: { integers: poolIntegers(geometry, values) },
    workgroups: workgroupsFor((util.sizeFromShape(y.shape) / geometry.channels) * values, 64),
  });
  return [y];
});

export const maxPoolGradWebgpu = webgpuKernel<'x' | 'y' | 'dy', MaxPoolAttrs>(
  'SsdMaxPoolGrad',
  ({ x, y, dy }, { geometry }, backend) => {
    const dx = allocate(backend, poolInputShape(geometry));
    const { constants, values } = valuesOf(geometry.channels);
    dispatch(backend, {
      shader: gradShader,
      constants,
      inputs: [x, y, dy],
      outputs: [dx],
      params: { integers: poolIntegers(geometry, values) },
      workgroups: workgroupsFor((util.sizeFromShape(dx.shape) / geometry.channels) * values, 64),
    });
    return [dx];
  },
);

/** The uniform `PoolParams`, in the order of pool-params.wgsl. */
function poolIntegers(g: PoolGeometry, values: number): number[] {
  const maps = [g.batch, g.inHeight, g.inWidth, g.outHeight, g.outWidth];
  return [...maps, g.size, g.stride, g.padTop, g.padLeft, values];
}
