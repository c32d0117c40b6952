/**
 * @file L2 normalisation over channels and its gradient on WebGPU.
 */
import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { valueShader, valuesOf } from '../../webgpu/values';
import { sliceRows } from '../reductions/slices';
import { sumSlices } from '../reductions/sum-slices.webgpu';
import { l2NormEpsilon } from './l2-norm';
import applyTemplate from './l2-norm-apply.wgsl?raw';
import gradScaleTemplate from './l2-norm-grad-scale.wgsl?raw';
import rowsTemplate from './l2-norm-rows.wgsl?raw';

const rowsShader = valueShader('l2-norm-rows', rowsTemplate);
const applyShader = valueShader('l2-norm-apply', applyTemplate);
const gradScaleShader = valueShader('l2-norm-grad-scale', gradScaleTemplate);

export const l2NormWebgpu = webgpuKernel<'x' | 'scale'>('SsdL2Norm', ({ x, scale }, _attrs, backend) => {
  const { constants, values, rows } = layout(x.shape);
  const inverseNorm = allocate(backend, [rows]);
  dispatch(backend, {
    shader: rowsShader,
    constants: { ...constants, GRAD: false },
    inputs: [x],
    outputs: [inverseNorm],
    params: { integers: [rows, values], floats: [l2NormEpsilon] },
    workgroups: workgroupsFor(rows, 32),
  });
  const y = allocate(backend, x.shape);
  dispatch(backend, {
    shader: applyShader,
    constants: { ...constants, GRAD: false },
    inputs: [x, scale, inverseNorm],
    outputs: [y],
    params: { integers: [rows, values] },
    workgroups: workgroupsFor(rows * values, 64),
  });
  backend.disposeData(inverseNorm.dataId);
  return [y];
});

export const l2NormGradWebgpu = webgpuKernel<'dy' | 'x' | 'scale'>(
  'SsdL2NormGrad',
  ({ dy, x, scale }, _attrs, backend) => {
    const { constants, values, rows } = layout(x.shape);
    const inverseNorm = allocate(backend, [rows]);
    const pull = allocate(backend, [rows]);
    dispatch(backend, {
      shader: rowsShader,
      constants: { ...constants, GRAD: true },
      inputs: [x, dy, scale],
      outputs: [inverseNorm, pull],
      params: { integers: [rows, values], floats: [l2NormEpsilon] },
      workgroups: workgroupsFor(rows, 32),
    });
    const dx = allocate(backend, x.shape);
    dispatch(backend, {
      shader: applyShader,
      constants: { ...constants, GRAD: true },
      inputs: [dy, scale, inverseNorm, x, pull],
      outputs: [dx],
      params: { integers: [rows, values] },
      workgroups: workgroupsFor(rows * values, 64),
    });
    const { slices, rowsPerSlice } = sliceRows(rows, values);
    const parts = allocate(backend, [slices, ...scale.shape]);
    dispatch(backend, {
      shader: gradScaleShader,
      constants,
      inputs: [dy, x, inverseNorm],
      outputs: [parts],
      params: { integers: [rows, values, slices, rowsPerSlice] },
      workgroups: workgroupsFor(slices * values, 32),
    });
    backend.disposeData(inverseNorm.dataId);
    backend.disposeData(pull.dataId);
    return [dx, sumSlices(backend, parts, scale.shape)];
  },
);

/** A map as rows of channels. */
function layout(shape: number[]) {
  const channels = shape[shape.length - 1];
  return { ...valuesOf(channels), rows: util.sizeFromShape(shape) / channels };
}
