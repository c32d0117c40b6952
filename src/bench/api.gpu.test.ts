import { afterAll, describe, expect, test } from 'vitest';
import { closeEngine, convGeometry } from '../engine';
import { benchApi } from './api';

const geometry = convGeometry([2, 9, 7, 5], [3, 3, 5, 6], { stride: 2, pad: 1 });

describe.each(['webgpu', 'wasm'] as const)('the bench on %s', (backend) => {
  afterAll(() => closeEngine());

  test('measures own and stock kernels that agree, and leaves no tensor', async () => {
    expect((await benchApi.open(backend)).backend).toBe(backend);
    const before = benchApi.liveTensors();
    // Stock has no filter gradient on WASM.
    for (const pass of backend === 'wasm' ? (['F', 'dX'] as const) : (['F', 'dX', 'dW'] as const)) {
      const own = await benchApi.prepare({ kind: 'conv', implementation: 'own', pass, geometry });
      const stock = await benchApi.prepare({ kind: 'conv', implementation: 'stock', pass, geometry });
      expect(await benchApi.difference(own, stock)).toBeLessThan(1e-5);
      expect((await benchApi.run(own, 3)).ms).toBeGreaterThan(0);
      benchApi.release(own, stock);
    }
    expect(benchApi.liveTensors()).toBe(before);
  });

  test('runs the peak loop', async () => {
    const { id, flops } = await benchApi.preparePeak();
    expect(flops).toBeGreaterThan(1e8);
    expect((await benchApi.run(id, 1)).ms).toBeGreaterThan(0);
    benchApi.release(id);
  });

  test('matches without tensors', async () => {
    const before = benchApi.liveTensors();
    const id = await benchApi.prepare({ kind: 'match', boxes: [[10, 20, 80, 90]] });
    expect((await benchApi.run(id, 1)).ms).toBeGreaterThan(0);
    benchApi.release(id);
    expect(benchApi.liveTensors()).toBe(before);
  });

  test('detects by all three methods, and leaves no tensor', async () => {
    const before = benchApi.liveTensors();
    for (const method of ['per-class', 'argmax', 'stock'] as const) {
      const id = await benchApi.prepare({ kind: 'detect', method, logits: 'peaked' });
      expect((await benchApi.run(id, 1)).ms).toBeGreaterThan(0);
      benchApi.release(id);
    }
    expect(benchApi.liveTensors()).toBe(before);
  });
});

test('a gradient that ignores the dilation is refused', async () => {
  await benchApi.open('wasm');
  const dilated = convGeometry([1, 9, 9, 4], [3, 3, 4, 4], { dilation: 2, pad: 2 });
  await expect(
    benchApi
      .prepare({ kind: 'conv', implementation: 'stock', pass: 'dX', geometry: dilated })
      .then((id) => benchApi.run(id, 1)),
  ).rejects.toThrow('no gradient of a dilated convolution');
  await closeEngine();
});
