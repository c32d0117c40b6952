/**
 * @file Starts tfjs's WASM back end: paths of the binaries as Vite serves them, and as many threads as there are cores.
 */
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { engine, env } from '@tensorflow/tfjs-core';

/** The loader's pool of workers is made for eight. */
const maxThreads = 8;

/**
 * Starts the back end and makes it tfjs's current one.
 *
 * @param wanted threads, of which there are at most eight
 * @returns the threads that compute, and whether SIMD does
 * @throws Error if the binary does not load or start
 */
export async function startWasm(wanted = navigator.hardwareConcurrency): Promise<{ threads: number; simd: boolean }> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedSimdUrl,
  });
  const threads = Math.min(wanted, maxThreads);
  setThreadsCount(threads);
  // The binary caps its threads at half of what it sees here; with twice the number it uses every core.
  const started = await withLogicalCores(2 * threads, () => engine().setBackend('wasm'));
  if (!started) throw new Error('The WASM engine did not start: its binary was not loaded or not accepted');
  return { threads: getThreadsCount(), simd: await env().getAsync('WASM_HAS_SIMD_SUPPORT').then(Boolean) };
}

async function withLogicalCores<T>(count: number, body: () => Promise<T>): Promise<T> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: count, configurable: true });
  try {
    return await body();
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}
