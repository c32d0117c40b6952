/**
 * @file Batch normalization followed by ReLU: statistics of the batch in training, running statistics in detection.
 */
import { batchNorm, batchNormGrad, batchNormInference, type Tensor } from '../../engine';
import type { BackwardInput, ForwardResult, GradientSink, Layer, Parameter, Shape4 } from './layer';

const epsilon = 1e-5;
/** The lab presets were tuned with this decay of the running statistics. */
const decay = 0.9;

export interface BatchNormParameters {
  gamma: Parameter;
  beta: Parameter;
  runningMean: Parameter;
  runningVariance: Parameter;
}

export class BatchNormRelu implements Layer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #at: BatchNormParameters;

  constructor(name: string, parameters: BatchNormParameters) {
    this.name = name;
    this.#at = parameters;
    this.parameters = Object.values(parameters);
  }

  outputShape(input: Shape4): Shape4 {
    return input;
  }

  forward(x: Tensor, training: boolean): ForwardResult {
    const { gamma, beta, runningMean, runningVariance } = this.#at;
    const affine = [gamma.value, beta.value, runningMean.value, runningVariance.value] as const;
    if (!training) return { y: batchNormInference(x, ...affine, { epsilon, relu: true }), saved: [] };
    const { y, mean, inverseStd } = batchNorm(x, ...affine, { epsilon, decay, relu: true });
    return { y, saved: [mean, inverseStd] };
  }

  backward({ x, y, saved: [mean, inverseStd], dy }: BackwardInput, sink: GradientSink): Tensor {
    const { dx, dGamma, dBeta } = batchNormGrad(dy, x, y, this.#at.gamma.value, mean, inverseStd, { relu: true });
    sink(this.#at.gamma, dGamma);
    sink(this.#at.beta, dBeta);
    return dx;
  }
}
