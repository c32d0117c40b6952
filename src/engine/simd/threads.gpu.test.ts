import { afterEach, expect, test, vi } from 'vitest';
import { closeEngine, conv2d, convGeometry, dispose, openEngine, read } from '../index';
import { normalTensor } from '../kernels/kernel-suite';

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await closeEngine();
});

async function convolved(): Promise<Float32Array> {
  const g = convGeometry([2, 9, 9, 8], [3, 3, 8, 12], { stride: 2, pad: 1 });
  const [x, filter] = [normalTensor([2, 9, 9, 8], 'x'), normalTensor([3, 3, 8, 12], 'f')];
  const y = conv2d(x, filter, null, g, true);
  const values = await read(y);
  dispose(x, filter, y);
  return values as Float32Array;
}

test('without shared memory one thread gives the bits of several', async () => {
  await openEngine('wasm');
  const several = await convolved();
  // A page that is not cross-origin isolated has none.
  vi.stubGlobal('SharedArrayBuffer', undefined);
  const { threads } = await openEngine('wasm');
  expect(threads).toBe(1);
  expect(await convolved()).toEqual(several);
});

test('without fused multiply-add the result is the same but for rounding', async () => {
  await openEngine('wasm');
  const fused = await convolved();
  const validate = WebAssembly.validate;
  // The probe of relaxed SIMD is the only binary of 40 bytes.
  vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => bytes.byteLength !== 40 && validate(bytes));
  await openEngine('wasm');
  const plain = await convolved();
  const worst = plain.reduce((most, value, i) => Math.max(most, Math.abs(value - fused[i])), 0);
  expect(worst).toBeLessThan(1e-5);
  expect(plain).not.toEqual(fused);
});

test('the threads end with the engine', async () => {
  const ended = vi.spyOn(Worker.prototype, 'terminate');
  const { threads } = await openEngine('wasm');
  ended.mockClear();
  await closeEngine();
  expect(ended.mock.contexts.filter((worker) => worker instanceof Worker).length).toBeGreaterThanOrEqual(threads - 1);
});
