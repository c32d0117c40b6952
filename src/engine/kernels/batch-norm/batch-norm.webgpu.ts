/**
 * @file Batch normalisation on WebGPU. Sums over rows are split into slices that are merged in order.
 */
import { util } from '@tensorflow/tfjs-core';
import { allocate, dispatch, workgroupsFor } from '../../webgpu/dispatch';
import { webgpuKernel } from '../../webgpu/kernel';
import { valueShader, valuesOf } from '../../webgpu/values';
import { sliceRows } from '../reductions/slices';
import type { BatchNormAttrs, BatchNormGradAttrs, BatchNormInferenceAttrs } from './batch-norm';
import applyTemplate from './batch-norm-apply.wgsl?raw';
import gradInputTemplate from './batch-norm-grad-input.wgsl?raw';
import gradSumsTemplate from './batch-norm-grad-sums.wgsl?raw';
import gradTotalsTemplate from './batch-norm-grad-totals.wgsl?raw';
import momentsTemplate from './batch-norm-moments.wgsl?raw';
import statisticsTemplate from './batch-norm-statistics.wgsl?raw';

const momentsShader = valueShader('batch-norm-moments', momentsTemplate);
const statisticsShader = valueShader('batch-norm-statistics', statisticsTemplate);
const applyShader = valueShader('batch-norm-apply', applyTemplate);
const gradSumsShader = valueShader('batch-norm-grad-sums', gradSumsTemplate);
const gradTotalsShader = valueShader('batch-norm-grad-totals', gradTotalsTemplate);
const gradInputShader = valueShader('batch-norm-grad-input', gradInputTemplate);

type AffineInput = 'x' | 'gamma' | 'beta' | 'runningMean' | 'runningVariance';

export const batchNormWebgpu = webgpuKernel<AffineInput, BatchNormAttrs>(
  'SsdBatchNorm',
  ({ x, gamma, beta, runningMean, runningVariance }, { epsilon, decay, relu }, backend) => {
    const [channels] = gamma.shape;
    const { constants, values, rows } = layout(x.shape);
    const { slices, rowsPerSlice } = sliceRows(rows, values);
    const means = allocate(backend, [slices, channels]);
    const deviations = allocate(backend, [slices, channels]);
    const integers = [rows, values, slices, rowsPerSlice];
    dispatch(backend, {
      shader: momentsShader,
      constants,
      inputs: [x],
      outputs: [means, deviations],
      params: { integers },
      workgroups: workgroupsFor(slices * values, 32),
    });
    const mean = allocate(backend, [channels]);
    const inverseStd = allocate(backend, [channels]);
    dispatch(backend, {
      shader: statisticsShader,
      constants,
      inputs: [means, deviations],
      outputs: [mean, inverseStd, runningMean, runningVariance],
      params: { integers, floats: [epsilon, decay] },
      workgroups: workgroupsFor(values, 32),
    });
    backend.disposeData(means.dataId);
    backend.disposeData(deviations.dataId);
    const y = allocate(backend, x.shape);
    dispatch(backend, {
      shader: applyShader,
      constants: { ...constants, FROM_VARIANCE: false, RELU: relu },
      inputs: [x, gamma, beta, mean, inverseStd],
      outputs: [y],
      params: { integers: [rows * values, values], floats: [epsilon] },
      workgroups: workgroupsFor(rows * values, 64),
    });
    return [y, mean, inverseStd];
  },
);

export const batchNormInferenceWebgpu = webgpuKernel<AffineInput, BatchNormInferenceAttrs>(
  'SsdBatchNormInference',
  ({ x, gamma, beta, runningMean, runningVariance }, { epsilon, relu }, backend) => {
    const { constants, values, rows } = layout(x.shape);
    const y = allocate(backend, x.shape);
    dispatch(backend, {
      shader: applyShader,
      constants: { ...constants, FROM_VARIANCE: true, RELU: relu },
      inputs: [x, gamma, beta, runningMean, runningVariance],
      outputs: [y],
      params: { integers: [rows * values, values], floats: [epsilon] },
      workgroups: workgroupsFor(rows * values, 64),
    });
    return [y];
  },
);

export const batchNormGradWebgpu = webgpuKernel<'dy' | 'x' | 'y' | 'gamma' | 'mean' | 'inverseStd', BatchNormGradAttrs>(
  'SsdBatchNormGrad',
  ({ dy, x, y, gamma, mean, inverseStd }, { relu }, backend) => {
    const [channels] = gamma.shape;
    const { constants, values, rows } = layout(x.shape);
    const { slices, rowsPerSlice } = sliceRows(rows, values);
    const betaParts = allocate(backend, [slices, channels]);
    const gammaParts = allocate(backend, [slices, channels]);
    dispatch(backend, {
      shader: gradSumsShader,
      constants: { ...constants, RELU: relu },
      inputs: [dy, x, y, mean, inverseStd],
      outputs: [betaParts, gammaParts],
      params: { integers: [rows, values, slices, rowsPerSlice] },
      workgroups: workgroupsFor(slices * values, 32),
    });
    const dBeta = allocate(backend, [channels]);
    const dGamma = allocate(backend, [channels]);
    const coefficients = allocate(backend, [3, channels]);
    dispatch(backend, {
      shader: gradTotalsShader,
      constants,
      inputs: [betaParts, gammaParts, gamma, inverseStd],
      outputs: [dBeta, dGamma, coefficients],
      params: { integers: [rows, values, slices] },
      workgroups: workgroupsFor(values, 32),
    });
    const dx = allocate(backend, x.shape);
    dispatch(backend, {
      shader: gradInputShader,
      constants: { ...constants, RELU: relu },
      inputs: [dy, x, y, mean, coefficients],
      outputs: [dx],
      params: { integers: [rows, values] },
      workgroups: workgroupsFor(rows * values, 64),
    });
    for (const { dataId } of [betaParts, gammaParts, coefficients]) backend.disposeData(dataId);
    return [dx, dGamma, dBeta];
  },
);

/** A map as rows of channels. */
function layout(shape: number[]) {
  const channels = shape[shape.length - 1];
  return { ...valuesOf(channels), rows: util.sizeFromShape(shape) / channels };
}
