/**
 * @file What a kernel asks of the GPU.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Constants } from './source';

/** A WGSL template and the name under which it appears in errors and captures. */
export interface Shader {
  name: string;
  template: string;
}

/**
 * The fields of a `var<uniform>` struct: first its i32 and u32, then its f32. They keep their values from step to step;
 * what changes is in a tensor.
 */
export interface Params {
  integers?: readonly number[];
  floats?: readonly number[];
}

/** One dispatch. Bindings of group 0 count through: inputs, then outputs, then the parameters. */
export interface Dispatch {
  shader: Shader;
  /** Switches and tile sizes that the template bakes in; each set of them is a pipeline of its own. */
  constants?: Constants;
  /** Bound as `var<storage, read>`. */
  inputs: readonly TensorInfo[];
  /** Bound as `var<storage, read_write>`; a tensor that is updated in place stands here only. */
  outputs: readonly TensorInfo[];
  params?: Params;
  workgroups: readonly [number, number, number];
}
