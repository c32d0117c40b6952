/**
 * @file Convolution, with bias and ReLU fused in where the layer has them.
 */
import {
  biasGrad,
  type ConvGeometry,
  conv2d,
  conv2dGradFilter,
  conv2dGradInput,
  convGeometry,
  dispose,
  reluGrad,
  type Tensor,
} from '../../engine';
import type { BackwardInput, ForwardResult, GradientSink, Layer, Parameter, Shape4 } from './layer';

export interface ConvOptions {
  stride: number;
  pad: number;
  dilation: number;
  relu: boolean;
}

export class Conv implements Layer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #filter: Parameter;
  readonly #bias: Parameter | null;
  readonly #options: ConvOptions;

  /** @param filter HWIO [fh, fw, Cin, Cout]; bias [Cout], or null where batch norm follows */
  constructor(name: string, filter: Parameter, bias: Parameter | null, options: ConvOptions) {
    this.name = name;
    this.#filter = filter;
    this.#bias = bias;
    this.#options = options;
    this.parameters = bias ? [filter, bias] : [filter];
  }

  outputShape(input: Shape4): Shape4 {
    const geometry = this.#geometry(input);
    return [geometry.batch, geometry.outHeight, geometry.outWidth, geometry.outChannels];
  }

  forward(x: Tensor): ForwardResult {
    const geometry = this.#geometry(x.shape as unknown as Shape4);
    const y = conv2d(x, this.#filter.value, this.#bias?.value ?? null, geometry, this.#options.relu);
    return { y, saved: [] };
  }

  backward({ x, y, dy, needsInputGradient }: BackwardInput, sink: GradientSink): Tensor | null {
    const geometry = this.#geometry(x.shape as unknown as Shape4);
    const dz = this.#options.relu ? reluGrad(dy, y) : dy;
    if (this.#bias) sink(this.#bias, biasGrad(dz));
    // The input's gradient reads the filter, and the sink may update the filter: so it comes first.
    const dx = needsInputGradient ? conv2dGradInput(dz, this.#filter.value, geometry) : null;
    sink(this.#filter, conv2dGradFilter(x, dz, geometry));
    if (dz !== dy) dispose(dz);
    return dx;
  }

  #geometry(input: Shape4): ConvGeometry {
    return convGeometry(input, this.#filter.shape as Shape4, this.#options);
  }
}
