/**
 * @file The declarative form of a model: a trunk of layers, taps on it, and anchors. Both the lab models and
 * VGG16-atrous are built from these same parts.
 */
import type { AnchorSpec, InitializerSpec } from '../ssd';
import type { Role } from './layers/layer';

export interface ConvSpec {
  kind: 'conv';
  name: string;
  role: Exclude<Role, 'predictor'>;
  channels: number;
  size: number;
  stride: number;
  pad: number;
  dilation: number;
  /** `relu` has a bias; `batch-norm-relu` has none, as the normalization would cancel it. */
  activation: 'relu' | 'batch-norm-relu';
  initializer: InitializerSpec;
}

export interface PoolSpec {
  kind: 'max-pool';
  name: string;
  size: number;
  stride: number;
  pad: number;
  ceil: boolean;
}

export interface TapSpec {
  /** The trunk layer whose output feeds a pair of predictors. */
  after: string;
  /** Start value of an L2-normalization scale between trunk and predictors. */
  l2NormScale?: number;
}

export interface ModelSpec {
  id: string;
  trunk: readonly (ConvSpec | PoolSpec)[];
  /** One for each map of the anchors, in order. */
  taps: readonly TapSpec[];
  anchors: AnchorSpec;
  /** Multiplies the normalised image per channel before the first layer. */
  inputScale?: readonly [number, number, number];
}

export const xavierGaussianOut: InitializerSpec = {
  kind: 'xavier',
  distribution: 'gaussian',
  factor: 'out',
  magnitude: 2,
};
export const xavierGaussianIn: InitializerSpec = {
  kind: 'xavier',
  distribution: 'gaussian',
  factor: 'in',
  magnitude: 2,
};
