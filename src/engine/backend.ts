/**
 * @file The choice of the compute back end, its start and its end. One engine is open at a time; only the chosen back
 * end's code is loaded.
 */
import { engine } from '@tensorflow/tfjs-core';
import { reportFault } from './faults';
import { setTensorLimit } from './limits';
import { stopSimdThreads } from './simd/threads';
import { isSoftware } from './webgpu/adapter';

export type EngineChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

/** What runs, and why. */
export interface EngineInfo {
  backend: 'webgpu' | 'wasm' | 'cpu';
  /** Device name as the adapter gives it, such as "nvidia hopper"; for wasm the thread count and SIMD. */
  adapter: string;
  /** True when WebGPU is emulated on the CPU. */
  software: boolean;
  /** One sentence: why this back end was chosen. */
  reason: string;
  threads: number;
  /** The largest tensor in bytes, or null where only the memory limits it. */
  maxBindingBytes: number | null;
}

let device: GPUDevice | null = null;

/**
 * Opens the engine; one that is open is closed first, and all its tensors are gone.
 *
 * `auto` takes WebGPU on a hardware adapter, else WASM, else plain JavaScript. A software adapter is 10 to 18 times
 * slower than WASM (measured), so only an explicit `webgpu` takes it.
 *
 * @param options.threads of WASM when it is chosen; without it, one for each core
 * @throws Error that says what is missing, if a back end is forced and cannot start
 */
export async function openEngine(choice: EngineChoice, options: { threads?: number } = {}): Promise<EngineInfo> {
  await closeEngine();
  if (choice === 'webgpu') return openWebgpu(await requireAdapter(), 'You chose WebGPU.');
  if (choice === 'wasm') return openWasm('You chose WASM.', options.threads);
  if (choice === 'cpu') return openCpu('You chose plain JavaScript.');
  const adapter = await requestAdapter();
  let lack = adapter === null ? 'There is no WebGPU here' : 'WebGPU is only emulated on the CPU here';
  if (adapter !== null && !isSoftware(adapter.info)) {
    try {
      return await openWebgpu(adapter, 'This browser offers a hardware GPU.');
    } catch (error) {
      lack = `WebGPU failed (${(error as Error).message})`;
    }
  }
  try {
    return await openWasm(`${lack}; WASM is the fastest way on the CPU.`);
  } catch (error) {
    return openCpu(`${lack}, and WASM failed (${(error as Error).message}).`);
  }
}

/** Closes the open engine, if any, and frees its device. Tensors that are still alive are lost. */
export async function closeEngine(): Promise<void> {
  engine().reset();
  stopSimdThreads();
  setTensorLimit(null);
  if (device !== null) {
    engine().removeBackend('webgpu');
    device.destroy();
    device = null;
  }
}

async function requireAdapter(): Promise<GPUAdapter> {
  const adapter = await requestAdapter();
  if (adapter !== null) return adapter;
  const lack = navigator.gpu === undefined ? 'this browser does not offer it' : 'the browser found no adapter';
  throw new Error(`WebGPU was chosen, but ${lack}. Choose "auto" or "wasm".`);
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  return (await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
}

async function openWebgpu(adapter: GPUAdapter, reason: string): Promise<EngineInfo> {
  const { startWebgpu } = await import('./webgpu/device');
  const opened = await startWebgpu(adapter);
  device = opened;
  void opened.lost.then(({ message }) => {
    // One that was closed is another by now, or none.
    if (device === opened) reportFault(`The WebGPU device was lost: ${message}. Start the engine again.`);
  });
  await engine().setBackend('webgpu');
  const maxBindingBytes = Math.min(opened.limits.maxStorageBufferBindingSize, opened.limits.maxBufferSize);
  setTensorLimit(maxBindingBytes);
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
  return { backend: 'webgpu', adapter: name, software: isSoftware(adapter.info), reason, threads: 1, maxBindingBytes };
}

async function openWasm(reason: string, wantedThreads?: number): Promise<EngineInfo> {
  const [{ startWasm }, { registerWasmKernels }] = await Promise.all([
    import('./wasm'),
    import('./kernels/register-wasm'),
  ]);
  registerWasmKernels();
  const threads = await startWasm(wantedThreads);
  const adapter = `${threads} thread${threads === 1 ? '' : 's'}, SIMD`;
  return { backend: 'wasm', adapter, software: false, reason, threads, maxBindingBytes: null };
}

async function openCpu(reason: string): Promise<EngineInfo> {
  const [, { registerCpuKernels }] = await Promise.all([
    import('@tensorflow/tfjs-backend-cpu'),
    import('./kernels/register-cpu'),
  ]);
  registerCpuKernels();
  await engine().setBackend('cpu');
  return { backend: 'cpu', adapter: 'JavaScript', software: false, reason, threads: 1, maxBindingBytes: null };
}
