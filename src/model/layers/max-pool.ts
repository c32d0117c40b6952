/**
 * @file Max-pooling; ceil mode through the output size, as VGG16-atrous needs for 75 -> 38.
 */
import { maxPool, maxPoolGrad, type PoolGeometry, poolGeometry, type Tensor } from '../../engine';
import type { BackwardInput, ForwardResult, Layer, Shape4 } from './layer';

export interface PoolOptions {
  size: number;
  stride: number;
  pad: number;
  ceil: boolean;
}

export class MaxPool implements Layer {
  readonly name: string;
  readonly parameters = [];
  readonly #options: PoolOptions;

  constructor(name: string, options: PoolOptions) {
    this.name = name;
    this.#options = options;
  }

  outputShape(input: Shape4): Shape4 {
    const geometry = this.#geometry(input);
    return [input[0], geometry.outHeight, geometry.outWidth, input[3]];
  }

  forward(x: Tensor): ForwardResult {
    return { y: maxPool(x, this.#geometry(x.shape as unknown as Shape4)), saved: [] };
  }

  backward({ x, y, dy }: BackwardInput): Tensor {
    return maxPoolGrad(x, y, dy, this.#geometry(x.shape as unknown as Shape4));
  }

  #geometry(input: Shape4): PoolGeometry {
    return poolGeometry(input, this.#options);
  }
}
