/**
 * @file Batch normalisation on the wasm back end, through the kernels of batch-norm.simd.ts. Channels that are not
 * divisible by 4, which no lab model has, go through the plain loops.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { hostKernel } from '../host-tensors';
import { moveShares, sizeOf, type WasmTensors } from '../wasm-tensors';
import type { BatchNormAttrs, BatchNormGradAttrs, BatchNormInferenceAttrs } from './batch-norm';
import { type Affine, batchNormGradHost, batchNormHost, batchNormInferenceHost } from './batch-norm.host';
import { affine, gradients, inverseStdOf, momentsOf, move } from './coefficients';

export const batchNormWasm = hostKernel<Affine, BatchNormAttrs, WasmTensors>(
  'SsdBatchNorm',
  (inputs, attrs, tensors) => {
    const channels = inputs.gamma.shape[0];
    if (channels % 4 !== 0) return batchNormHost.run(inputs, attrs, tensors);
    const { x, gamma, beta } = inputs;
    const rows = sizeOf(x) / channels;
    const outputs = [x.shape, gamma.shape, gamma.shape].map((shape) => tensors.allocate(shape));
    const sums = tensors.sumSlices('batchNormMoments', [tensors.address(x)], rows, channels, 2 * channels);
    const { mean, variance } = momentsOf(sums.slice(0, channels), sums.slice(channels), rows);
    const inverseStd = inverseStdOf(variance, attrs.epsilon);
    const { factor, shift } = affine(tensors.floats(gamma), tensors.floats(beta), mean, inverseStd);
    apply(tensors, x, outputs[0], factor, shift, attrs.relu);
    tensors.floats(outputs[1]).set(mean);
    tensors.floats(outputs[2]).set(inverseStd);
    move(tensors.floats(inputs.runningMean), mean, attrs.decay);
    move(tensors.floats(inputs.runningVariance), variance, attrs.decay);
    return outputs;
  },
);

export const batchNormInferenceWasm = hostKernel<Affine, BatchNormInferenceAttrs, WasmTensors>(
  'SsdBatchNormInference',
  (inputs, attrs, tensors) => {
    if (inputs.gamma.shape[0] % 4 !== 0) return batchNormInferenceHost.run(inputs, attrs, tensors);
    const y = tensors.allocate(inputs.x.shape);
    const mean = Float64Array.from(tensors.floats(inputs.runningMean));
    const inverseStd = inverseStdOf(Float64Array.from(tensors.floats(inputs.runningVariance)), attrs.epsilon);
    const [gamma, beta] = [tensors.floats(inputs.gamma), tensors.floats(inputs.beta)];
    const { factor, shift } = affine(gamma, beta, mean, inverseStd);
    apply(tensors, inputs.x, y, factor, shift, attrs.relu);
    return [y];
  },
);

type GradInput = 'dy' | 'x' | 'y' | 'gamma' | 'mean' | 'inverseStd';

export const batchNormGradWasm = hostKernel<GradInput, BatchNormGradAttrs, WasmTensors>(
  'SsdBatchNormGrad',
  (inputs, attrs, tensors) => {
    const channels = inputs.gamma.shape[0];
    if (channels % 4 !== 0) return batchNormGradHost.run(inputs, attrs, tensors);
    const { dy, x, gamma } = inputs;
    const rows = sizeOf(x) / channels;
    const [dx, dGamma, dBeta] = [x.shape, gamma.shape, gamma.shape].map((shape) => tensors.allocate(shape));
    const maps = [tensors.address(dy), tensors.address(x), attrs.relu ? tensors.address(inputs.y) : 0];
    const sums = tensors.sumSlices('batchNormGradSums', maps, rows, channels, 2 * channels);
    const [sumG, sumGx] = [sums.slice(0, channels), sums.slice(channels)];
    const [gammas, mean, inverseStd] = [gamma, inputs.mean, inputs.inverseStd].map((t) => tensors.floats(t));
    const found = gradients(sumG, sumGx, gammas, mean, inverseStd, rows);
    tensors.withScratch([3 * channels * 4], (factors) => {
      tensors.storeFloats(factors, [...found.ofG, ...found.ofX, ...found.constant]);
      tensors.run(
        'batchNormGradInput',
        moveShares(rows, sizeOf(x)),
        ...maps,
        tensors.address(dx),
        rows,
        channels,
        factors,
      );
    });
    tensors.floats(dGamma).set(found.dGamma);
    tensors.floats(dBeta).set(sumG);
    return [dx, dGamma, dBeta];
  },
);

function apply(
  tensors: WasmTensors,
  x: TensorInfo,
  y: TensorInfo,
  factor: Float64Array,
  shift: Float64Array,
  relu: boolean,
): void {
  const channels = factor.length;
  const rows = sizeOf(x) / channels;
  tensors.withScratch([2 * channels * 4], (factors) => {
    tensors.storeFloats(factors, [...factor, ...shift]);
    tensors.run(
      'batchNormApply',
      moveShares(rows, sizeOf(x)),
      tensors.address(x),
      tensors.address(y),
      rows,
      channels,
      factors,
      Number(relu),
    );
  });
}
