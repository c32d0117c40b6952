/**
 * @file Tensors of the wasm back end: views of its heap, and its stock kernels as building blocks.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { HostTensors } from './host-tensors';

export class WasmTensors implements HostTensors {
  readonly #backend: BackendWasm;

  constructor(backend: BackendWasm) {
    this.#backend = backend;
  }

  allocate(shape: readonly number[]): TensorInfo {
    return this.#backend.makeOutput([...shape], 'float32');
  }

  floats(tensor: TensorInfo): Float32Array {
    return this.#backend.typedArrayFromHeap(tensor) as Float32Array;
  }

  ints(tensor: TensorInfo): Int32Array {
    return this.#backend.typedArrayFromHeap(tensor) as Int32Array;
  }

  /**
   * XNNPACK packs the filter and bias of a convolution, and the right factor of a product, when it first sees them, and
   * keeps the packed copy for as long as the tensor's id is registered. A tensor that changes in place must lose it, or
   * every later convolution runs on the old weights.
   */
  mutableFloats(tensor: TensorInfo): Float32Array {
    const { id, memoryOffset } = this.#backend.dataIdMap.get(tensor.dataId);
    const view = this.floats(tensor);
    this.#backend.wasm.tfjs.disposeData(id);
    this.#backend.wasm.tfjs.registerTensor(id, view.length, memoryOffset);
    return view;
  }

  /** Runs one of tfjs's own kernels. @returns its output, which the caller releases or returns */
  stock(name: string, inputs: Record<string, TensorInfo>, attrs: object): TensorInfo {
    const kernel = getKernel(name, 'wasm');
    if (!kernel) throw new Error(`wasm back end: the stock kernel ${name} is not registered`);
    return kernel.kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend: this.#backend }) as TensorInfo;
  }

  /** Frees a tensor that a kernel made for itself. */
  release(tensor: TensorInfo): void {
    this.#backend.disposeData(tensor.dataId);
  }

  /**
   * Calls `use` with rows [begin, end) of a matrix as a tensor of its own, without a copy.
   *
   * @param matrix f32 tensor, read as [rows, columns]
   * @param use    must not keep the tensor
   */
  withRows<T>(matrix: TensorInfo, columns: number, begin: number, end: number, use: (rows: TensorInfo) => T): T {
    const { memoryOffset } = this.#backend.dataIdMap.get(matrix.dataId);
    const offset = memoryOffset + begin * columns * Float32Array.BYTES_PER_ELEMENT;
    const rows = this.#backend.makeOutput([1, end - begin, columns], 'float32', offset);
    const result = use(rows);
    // Not `disposeData` of the back end: that frees the memory, which belongs to the matrix.
    this.#backend.wasm.tfjs.disposeData(this.#backend.dataIdMap.get(rows.dataId).id);
    this.#backend.dataIdMap.delete(rows.dataId);
    return result;
  }
}
