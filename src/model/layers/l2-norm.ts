/**
 * @file L2 normalization over channels with a learnable scale (ParseNet, arXiv:1506.04579), on SSD's first map only.
 */
import { l2Norm, l2NormGrad, type Tensor } from '../../engine';
import type { BackwardInput, ForwardResult, GradientSink, Layer, Parameter, Shape4 } from './layer';

export class L2Norm implements Layer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #scale: Parameter;

  constructor(name: string, scale: Parameter) {
    this.name = name;
    this.#scale = scale;
    this.parameters = [scale];
  }

  outputShape(input: Shape4): Shape4 {
    return input;
  }

  forward(x: Tensor): ForwardResult {
    return { y: l2Norm(x, this.#scale.value), saved: [] };
  }

  backward({ x, dy }: BackwardInput, sink: GradientSink): Tensor {
    const { dx, dScale } = l2NormGrad(dy, x, this.#scale.value);
    sink(this.#scale, dScale);
    return dx;
  }
}
