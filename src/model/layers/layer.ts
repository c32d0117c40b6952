/**
 * @file What every layer kind is: a forward pass, and a hand-written backward pass that frees as it goes.
 *
 * A layer keeps no activations. The network holds each activation until its layer's backward pass is done, hands it back
 * to that layer, and frees it: the tape of a general autograd keeps every gradient alive and peaks several times higher.
 */
import type { Tensor } from '../../engine';
import type { WeightScheme } from '../../ssd';

export type Shape4 = readonly [batch: number, height: number, width: number, channels: number];

/** Where a parameter sits: re-initialising "predictors" or "all new layers" goes by this. */
export type Role = 'backbone' | 'extra' | 'predictor';

export interface Parameter {
  readonly name: string;
  readonly role: Role;
  readonly shape: readonly number[];
  /** What it started with. */
  initializer: WeightScheme;
  /** Running statistics are state of the model but take no gradient. */
  readonly trainable: boolean;
  /** Updated in place by the optimizer; the network owns it. */
  value: Tensor;
}

/** Takes the gradient of a parameter and disposes it. */
export type GradientSink = (parameter: Parameter, gradient: Tensor) => void;

export interface ForwardResult {
  y: Tensor;
  /** What backward needs besides x and y, such as batch statistics. */
  saved: readonly Tensor[];
}

export interface BackwardInput {
  x: Tensor;
  y: Tensor;
  saved: readonly Tensor[];
  dy: Tensor;
  /** False for the first layer: the gradient of the images is not needed. */
  needsInputGradient: boolean;
}

export interface Layer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  outputShape(input: Shape4): Shape4;
  /** Leaves y and saved alive, nothing else; does not dispose x. */
  forward(x: Tensor, training: boolean): ForwardResult;
  /** Hands every parameter's gradient to the sink; returns dx, which the caller disposes; disposes none of its inputs. */
  backward(input: BackwardInput, sink: GradientSink): Tensor | null;
}
