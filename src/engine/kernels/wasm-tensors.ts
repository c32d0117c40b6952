/**
 * @file Tensors of the wasm back end: views of its heap, and the SIMD kernels that work on it.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdThreads } from '../simd/threads';
import type { HostTensors } from './host-tensors';

/** Parts of a kernel call for each thread, so that a thread that is held up leaves its share to the others. */
const partsPerThread = 4;

/** What Emscripten's modules have beside the functions of tfjs. */
interface Heap {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

export class WasmTensors implements HostTensors {
  readonly #backend: BackendWasm;
  readonly #simd: SimdThreads;

  constructor(backend: BackendWasm, simd: SimdThreads) {
    this.#backend = backend;
    this.#simd = simd;
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

  /** The byte of the heap at which a tensor begins: what the SIMD kernels take. */
  address(tensor: TensorInfo): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /**
   * Runs a SIMD kernel on all threads.
   *
   * @param items how many things there are to share out: more parts than that would be empty
   * @param args  what the kernel takes after its part and parts
   */
  run(kernel: string, items: number, ...args: number[]): void {
    const { count } = this.#simd;
    this.#simd.run(kernel, count === 1 ? 1 : Math.min(items, count * partsPerThread), ...args);
  }

  /**
   * Calls `use` with memory for a while.
   *
   * @param bytes of each piece
   * @param use   gets their addresses; the memory is not cleared
   * @throws RangeError if the heap has no room
   */
  withScratch(bytes: readonly number[], use: (...addresses: number[]) => void): void {
    const { _malloc, _free } = this.#heap;
    const addresses: number[] = [];
    try {
      for (const size of bytes) {
        const address = _malloc(size);
        if (address === 0) throw new RangeError(`WASM engine: no room for ${size} bytes; a smaller batch needs less`);
        addresses.push(address);
      }
      use(...addresses);
    } finally {
      for (const address of addresses) _free(address);
    }
  }

  /** Writes integers, such as a table that a kernel reads, to an address. */
  store(address: number, values: readonly number[]): void {
    new Int32Array(this.#heap.HEAPU8.buffer, address, values.length).set(values);
  }

  get #heap(): Heap {
    return this.#backend.wasm as unknown as Heap;
  }
}
