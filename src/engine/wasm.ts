/**
 * @file Starts tfjs's WASM back end (paths of the binaries as Vite serves them, as many threads as there are cores) and
 * the lab's SIMD kernels on its memory.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { engine } from '@tensorflow/tfjs-core';
import { startSimdThreads } from './simd/threads';

/** The loader's pool of workers is made for eight. */
const maxThreads = 8;

/**
 * Starts the back end and makes it tfjs's current one.
 *
 * @param wanted threads, of which there are at most eight
 * @returns the threads that compute
 * @throws Error if the binary does not load or start
 */
export async function startWasm(wanted = navigator.hardwareConcurrency): Promise<number> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedSimdUrl,
  });
  const threads = Math.min(wanted, maxThreads);
  setThreadsCount(threads);
  // The binary caps its threads at half of what it sees here; with twice the number it uses every core.
  const { started, memory } = await withSeenMemory(() =>
    withLogicalCores(2 * threads, () => engine().setBackend('wasm')),
  );
  if (!started) throw new Error('The WASM engine did not start: its binary was not loaded or not accepted');
  return startSimdThreads(memory ?? exportedMemory(), threads);
}

/** The loader makes the memory that its threads share, and keeps it to itself. */
async function withSeenMemory(
  start: () => Promise<boolean>,
): Promise<{ started: boolean; memory: WebAssembly.Memory | null }> {
  const { Memory } = WebAssembly;
  let memory: WebAssembly.Memory | null = null;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memory = this;
    }
  };
  try {
    return { started: await start(), memory };
  } finally {
    WebAssembly.Memory = Memory;
  }
}

/** Without threads the binary brings its own memory. */
function exportedMemory(): WebAssembly.Memory {
  const { wasm } = engine().backend as unknown as BackendWasm;
  return (wasm as unknown as { asm: { memory: WebAssembly.Memory } }).asm.memory;
}

async function withLogicalCores<T>(count: number, body: () => Promise<T>): Promise<T> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: count, configurable: true });
  try {
    return await body();
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}
