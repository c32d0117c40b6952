import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { add, closeEngine, dispose, liveTensors, onEngineFault, openEngine, read, tensor } from './index';

afterEach(async () => {
  vi.unstubAllGlobals();
  await closeEngine();
});

test('auto refuses a software adapter and takes WASM with every core, and says why', async () => {
  const info = await openEngine('auto');
  expect(info).toMatchObject({ backend: 'wasm', software: false, maxBindingBytes: null });
  expect(info.reason).toContain('only emulated');
  const cores = crossOriginIsolated ? Math.min(8, navigator.hardwareConcurrency) : 1;
  expect(info.threads).toBe(cores);
  expect(info.adapter).toBe(`${cores} thread${cores === 1 ? '' : 's'}, SIMD`);
});

test('a forced WebGPU runs on the software adapter with the largest binding that it offers', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const info = await openEngine('webgpu');
  expect(info).toMatchObject({ backend: 'webgpu', software: true, reason: 'You chose WebGPU.' });
  expect(info.maxBindingBytes).toBe(adapter?.limits.maxStorageBufferBindingSize);
  expect(info.adapter).toContain('swiftshader');
});

test('a forced WebGPU without one is an error that names the way out, and auto goes on without', async () => {
  vi.stubGlobal('navigator', { hardwareConcurrency: navigator.hardwareConcurrency, gpu: undefined });
  await expect(openEngine('webgpu')).rejects.toThrow('this browser does not offer it. Choose "auto" or "wasm".');
  const info = await openEngine('auto');
  expect(info.backend).toBe('wasm');
  expect(info.reason).toContain('no WebGPU');
});

test('an adapter that gives no device makes auto fall back and say so', async () => {
  const adapter = {
    info: { isFallbackAdapter: false, architecture: 'ampere', description: '' },
    features: new Set(),
    limits: {},
    requestDevice: () => Promise.reject(new Error('out of luck')),
  };
  const gpu = { requestAdapter: () => Promise.resolve(adapter) };
  vi.stubGlobal('navigator', { hardwareConcurrency: navigator.hardwareConcurrency, gpu });
  const info = await openEngine('auto');
  expect(info).toMatchObject({ backend: 'wasm', reason: expect.stringContaining('out of luck') });
});

test('every back end computes, and opening another one leaves no tensor behind', async () => {
  for (const choice of ['webgpu', 'wasm', 'cpu', 'webgpu', 'wasm'] as const) {
    await openEngine(choice);
    expect(liveTensors()).toBe(0);
    const x = tensor(Float32Array.of(1, 2), [2]);
    const sum = add(x, x);
    expect([...(await read(sum))]).toEqual([2, 4]);
    dispose(x);
  }
});

test('an error that no call reports reaches the listeners until they leave', async () => {
  await openEngine('webgpu');
  const messages: string[] = [];
  const leave = onEngineFault((error) => messages.push(error.message));
  const { device } = engine().backend as WebGPUBackend;
  const provoke = async () => {
    device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await device.queue.onSubmittedWorkDone();
  };
  await provoke();
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  expect(messages[0]).toContain('WebGPU error: ');
  leave();
  await provoke();
  expect(messages).toHaveLength(1);
});

test('closing the engine is no fault', async () => {
  const messages: string[] = [];
  const leave = onEngineFault((error) => messages.push(error.message));
  await openEngine('webgpu');
  const { lost } = (engine().backend as WebGPUBackend).device;
  await closeEngine();
  expect((await lost).reason).toBe('destroyed');
  leave();
  expect(messages).toEqual([]);
});

test('a device that someone else destroys is a fault', async () => {
  await openEngine('webgpu');
  const messages: string[] = [];
  const leave = onEngineFault((error) => messages.push(error.message));
  (engine().backend as WebGPUBackend).device.destroy();
  await vi.waitFor(() => expect(messages).toEqual([expect.stringContaining('The WebGPU device was lost')]));
  leave();
});
