/**
 * @file How the kernels of the host back ends (wasm, cpu) reach numbers: tensors in, typed arrays out.
 *
 * A kernel body is a loop over typed arrays, written once for both. On wasm the arrays are views of the module's heap,
 * and a view may die when the heap grows: a kernel allocates all it needs before it takes its first view.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';

export interface HostTensors {
  /** A new f32 tensor. Its numbers are undefined: the kernel writes every one. */
  allocate(shape: readonly number[]): TensorInfo;
  /** The numbers of an f32 tensor. */
  floats(tensor: TensorInfo): Float32Array;
  /** The numbers of an i32 tensor. */
  ints(tensor: TensorInfo): Int32Array;
}

/** A kernel as the host back ends register it. */
export interface HostKernel<Tensors extends HostTensors = HostTensors> {
  name: string;
  run(inputs: Record<string, TensorInfo>, attrs: object, tensors: Tensors): TensorInfo[];
}

/**
 * Names a kernel and gives its inputs and attributes their types; the facade of the same op has checked the shapes.
 *
 * @param run returns the outputs in the order that the facade reads them; none for a kernel that works in place
 */
export function hostKernel<Input extends string, Attrs = object, Tensors extends HostTensors = HostTensors>(
  name: string,
  run: (inputs: Record<Input, TensorInfo>, attrs: Attrs, tensors: Tensors) => TensorInfo[],
): HostKernel<Tensors> {
  return { name, run: (inputs, attrs, tensors) => run(inputs as Record<Input, TensorInfo>, attrs as Attrs, tensors) };
}

/** A new tensor that holds a copy of the values. */
export function store(tensors: HostTensors, values: Float32Array, shape: readonly number[]): TensorInfo {
  const stored = tensors.allocate(shape);
  tensors.floats(stored).set(values);
  return stored;
}

/** Tensors of the cpu back end: plain typed arrays. */
export class CpuTensors implements HostTensors {
  readonly #backend: MathBackendCPU;

  constructor(backend: MathBackendCPU) {
    this.#backend = backend;
  }

  allocate(shape: readonly number[]): TensorInfo {
    const size = shape.reduce((product, length) => product * length, 1);
    return this.#backend.makeTensorInfo([...shape], 'float32', new Float32Array(size));
  }

  floats(tensor: TensorInfo): Float32Array {
    return this.#backend.data.get(tensor.dataId).values as Float32Array;
  }

  ints(tensor: TensorInfo): Int32Array {
    return this.#backend.data.get(tensor.dataId).values as Int32Array;
  }
}
