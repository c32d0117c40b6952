/**
 * @file Batch normalisation as loops over rows, with sums in float64.
 */
import { hostKernel } from '../host-tensors';
import type { BatchNormAttrs, BatchNormGradAttrs, BatchNormInferenceAttrs } from './batch-norm';
import { affine, gradients, inverseStdOf, momentsOf, move } from './coefficients';

export type Affine = 'x' | 'gamma' | 'beta' | 'runningMean' | 'runningVariance';

export const batchNormHost = hostKernel<Affine, BatchNormAttrs>('SsdBatchNorm', (inputs, attrs, tensors) => {
  const { epsilon, decay, relu } = attrs;
  const outputs = [inputs.x.shape, inputs.gamma.shape, inputs.gamma.shape].map((shape) => tensors.allocate(shape));
  const x = tensors.floats(inputs.x);
  const [gamma, beta] = [tensors.floats(inputs.gamma), tensors.floats(inputs.beta)];
  const [y, meanOut, inverseStdOut] = outputs.map((output) => tensors.floats(output));

  const [sums, squares] = sumProducts(x, x, null, gamma.length);
  const { mean, variance } = momentsOf(sums, squares, x.length / gamma.length);
  const inverseStd = inverseStdOf(variance, epsilon);
  normalize(x, y, affine(gamma, beta, mean, inverseStd), relu);
  meanOut.set(mean);
  inverseStdOut.set(inverseStd);
  move(tensors.floats(inputs.runningMean), mean, decay);
  move(tensors.floats(inputs.runningVariance), variance, decay);
  return outputs;
});

export const batchNormInferenceHost = hostKernel<Affine, BatchNormInferenceAttrs>(
  'SsdBatchNormInference',
  (inputs, { epsilon, relu }, tensors) => {
    const output = tensors.allocate(inputs.x.shape);
    const [gamma, beta] = [tensors.floats(inputs.gamma), tensors.floats(inputs.beta)];
    const mean = Float64Array.from(tensors.floats(inputs.runningMean));
    const inverseStd = inverseStdOf(Float64Array.from(tensors.floats(inputs.runningVariance)), epsilon);
    normalize(tensors.floats(inputs.x), tensors.floats(output), affine(gamma, beta, mean, inverseStd), relu);
    return [output];
  },
);

export const batchNormGradHost = hostKernel<'dy' | 'x' | 'y' | 'gamma' | 'mean' | 'inverseStd', BatchNormGradAttrs>(
  'SsdBatchNormGrad',
  (inputs, { relu }, tensors) => {
    const outputs = [inputs.x.shape, inputs.gamma.shape, inputs.gamma.shape].map((shape) => tensors.allocate(shape));
    const [dy, x] = [tensors.floats(inputs.dy), tensors.floats(inputs.x)];
    const y = relu ? tensors.floats(inputs.y) : null;
    const [gamma, mean, inverseStd] = [inputs.gamma, inputs.mean, inputs.inverseStd].map((i) => tensors.floats(i));
    const [dx, dGammaOut, dBetaOut] = outputs.map((output) => tensors.floats(output));

    const channels = gamma.length;
    const [sumG, sumGx] = sumProducts(dy, x, y, channels);
    const { dGamma, ofG, ofX, constant } = gradients(sumG, sumGx, gamma, mean, inverseStd, x.length / channels);
    dGammaOut.set(dGamma);
    dBetaOut.set(sumG);
    for (let row = 0; row < dx.length; row += channels) {
      for (let c = 0; c < channels; c++) {
        const i = row + c;
        const g = !y || y[i] > 0 ? dy[i] : 0;
        dx[i] = ofG[c] * g + ofX[c] * x[i] + constant[c];
      }
    }
    return outputs;
  },
);

/** Sums of left and of left * right over the rows; where `mask` is given and not above 0, left counts as 0. */
function sumProducts(
  left: Float32Array,
  right: Float32Array,
  mask: Float32Array | null,
  channels: number,
): [Float64Array, Float64Array] {
  const sums = new Float64Array(channels);
  const products = new Float64Array(channels);
  for (let row = 0; row < left.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      const i = row + c;
      const value = !mask || mask[i] > 0 ? left[i] : 0;
      sums[c] += value;
      products[c] += value * right[i];
    }
  }
  return [sums, products];
}

/** NaN passes through the ReLU, so a diverged run shows in the loss. */
function normalize(
  x: Float32Array,
  y: Float32Array,
  { factor, shift }: ReturnType<typeof affine>,
  relu: boolean,
): void {
  const channels = factor.length;
  for (let row = 0; row < x.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      const value = x[row + c] * factor[c] + shift[c];
      y[row + c] = relu && value < 0 ? 0 : value;
    }
  }
}
