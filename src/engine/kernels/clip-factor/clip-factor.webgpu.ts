import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import type { ClipAttrs } from './clip-factor';
import factorTemplate from './clip-factor.wgsl?raw';
import squaresTemplate from './sum-of-squares.wgsl?raw';

const squaresShader = { name: 'sum-of-squares', template: squaresTemplate };
const factorShader = { name: 'clip-factor', template: factorTemplate };

/** The factor of clipping on WebGPU: up to 1,024 parts a gradient, one dispatch each, then one that adds all parts. */
export const clipFactorWebgpu = webgpuKernel<string, ClipAttrs>(
  'SsdClipFactor',
  (gradients, { clipNorm }, backend): TensorInfo[] => {
    const pieces = Object.values(gradients).map((gradient) => {
      const count = util.sizeFromShape(gradient.shape);
      return { gradient, count, threads: Math.min(1024, Math.ceil(count / 16)) };
    });
    const parts = allocate(backend, [pieces.reduce((sum, { threads }) => sum + threads, 0)]);
    let first = 0;
    for (const { gradient, count, threads } of pieces) {
      dispatch(backend, {
        shader: squaresShader,
        inputs: [gradient],
        outputs: [parts],
        params: { integers: [count, threads, first] },
        workgroups: workgroupsFor(threads, 64),
      });
      first += threads;
    }
    const factor = allocate(backend, [1]);
    dispatch(backend, {
      shader: factorShader,
      inputs: [parts],
      outputs: [factor],
      params: { integers: [first], floats: [clipNorm] },
      workgroups: [1, 1, 1],
    });
    backend.disposeData(parts.dataId);
    return [factor];
  },
);
