import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import template from './sum-slices.wgsl?raw';

const shader = { name: 'sum-slices', template };

/**
 * Adds the slices of a split sum and disposes them.
 *
 * @param parts f32[slices, count]
 * @param shape of the total; its product is `count`
 */
export function sumSlices(backend: WebGPUBackend, parts: TensorInfo, shape: readonly number[]): TensorInfo {
  const total = allocate(backend, shape);
  const count = util.sizeFromShape(total.shape);
  const slices = util.sizeFromShape(parts.shape) / count;
  const params = { integers: [count, slices] };
  dispatch(backend, { shader, params, inputs: [parts], outputs: [total], workgroups: workgroupsFor(count, 64) });
  backend.disposeData(parts.dataId);
  return total;
}
