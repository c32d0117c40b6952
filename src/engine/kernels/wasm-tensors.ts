/**
 * @file Tensors of the wasm back end: views of its heap, and the SIMD kernels that work on it.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdThreads } from '../simd/threads';
import type { HostTensors } from './host-tensors';

/** Parts of a kernel call for each thread, so that a thread that is held up leaves its share to the others. */
const partsPerThread = 4;
/** Rows that a slice of a sum has at least, and how many slices there are at most. */
const rowsPerSlice = 256;
const maxSlices = 32;

/** Numbers that are moved, or products that are summed, in a part at least: less is not worth a thread's waking. */
const movesAtOnce = 1 << 13;
const productsAtOnce = 1 << 19;

/** How many of `items` parts are worth while for so many numbers that are read and written. */
export function moveShares(items: number, numbers: number): number {
  return Math.min(items, Math.ceil(numbers / movesAtOnce));
}

/** How many of `items` parts are worth while for so many products. */
export function productShares(items: number, products: number): number {
  return Math.min(items, Math.ceil(products / productsAtOnce));
}

export function sizeOf({ shape }: TensorInfo): number {
  return shape.reduce((product, length) => product * length, 1);
}

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
    this.#simd.run(kernel, this.partsOf(items), ...args);
  }

  /** Runs a SIMD kernel in exactly so many parts, where their number decides the result. */
  runParts(kernel: string, parts: number, ...args: number[]): void {
    this.#simd.run(kernel, parts, ...args);
  }

  /** The parts into which so many items are shared out. */
  partsOf(items: number): number {
    const { count } = this.#simd;
    return count === 1 ? 1 : Math.min(items, count * partsPerThread);
  }

  /**
   * Runs a kernel that sums over rows in float64, in slices whose number does not depend on the threads, so neither does
   * the sum. The kernel takes maps, rows, columns and the address of its sums, f64[parts, width].
   *
   * @param columns of a row
   * @param width   sums that the kernel makes
   * @returns       f64[width]
   */
  sumSlices(kernel: string, maps: readonly number[], rows: number, columns: number, width: number): Float64Array {
    const slices = Math.min(maxSlices, Math.ceil(rows / rowsPerSlice));
    const sums = new Float64Array(width);
    this.withScratch([slices * sums.byteLength], (address) => {
      this.runParts(kernel, slices, ...maps, rows, columns, address);
      const parts = new Float64Array(this.#heap.HEAPU8.buffer, address, slices * width);
      for (let i = 0; i < parts.length; i++) sums[i % width] += parts[i];
    });
    return sums;
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

  /** A view of numbers that a kernel wrote. */
  floatsAt(address: number, count: number): Float32Array {
    return new Float32Array(this.#heap.HEAPU8.buffer, address, count);
  }

  /** Writes numbers that a kernel reads to an address. */
  storeFloats(address: number, values: readonly number[]): void {
    new Float32Array(this.#heap.HEAPU8.buffer, address, values.length).set(values);
  }

  /** Writes integers, such as a table that a kernel reads, to an address. */
  storeInts(address: number, values: readonly number[]): void {
    new Int32Array(this.#heap.HEAPU8.buffer, address, values.length).set(values);
  }

  get #heap(): Heap {
    return this.#backend.wasm as unknown as Heap;
  }
}
