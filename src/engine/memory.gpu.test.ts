import { expect, test } from 'vitest';
import {
  add,
  allocatedBytes,
  checkTensorSize,
  dispose,
  EngineLimitError,
  finishQueue,
  liveTensors,
  peakAllocatedBytes,
  peakTensorBytes,
  read,
  reluGrad,
  resetPeak,
  reshape,
  scale,
  sgdUpdate,
  tensor,
  tensorBytes,
} from './index';
import { describeKernel, normals } from './kernels/kernel-suite';

describeKernel('memory', (backend) => {
  test('a tensor is a copy, and what is read is a copy', async () => {
    const values = Float32Array.of(1, 2, 3);
    const t = tensor(values, [3]);
    values[0] = 9;
    const first = await read(t);
    expect([...first]).toEqual([1, 2, 3]);
    first[1] = 9;
    expect([...(await read(t))]).toEqual([1, 2, 3]);
    t.dispose();
  });

  test('integers stay integers', async () => {
    const t = tensor(Int32Array.of(-1, 2 ** 30 + 1), [1, 2]);
    expect(await read(t)).toEqual(Int32Array.of(-1, 2 ** 30 + 1));
    t.dispose();
  });

  test('a wrong number of values is refused', () => {
    expect(() => tensor(new Float32Array(5), [2, 3])).toThrow('tensor: got 5 values; expected the 6 of [2, 3]');
  });

  test('live tensors, bytes and their peak are counted', async () => {
    const [tensors, bytes] = [liveTensors(), tensorBytes()];
    resetPeak();
    const [a, b] = [tensor(new Float32Array(100), [100]), tensor(new Float32Array(100), [100])];
    dispose(a);
    const c = scale(b, 2);
    expect(liveTensors()).toBe(tensors + 2);
    expect(tensorBytes()).toBe(bytes + 800);
    dispose(b, c);
    expect(liveTensors()).toBe(tensors);
    expect(tensorBytes()).toBe(bytes);
    // Two vectors, and the scalar of the product.
    expect(peakTensorBytes()).toBe(bytes + 804);
    await finishQueue();
  });

  test('a read sees every update that was queued before it, also one in place after a read', async () => {
    const [weight, momentum] = [tensor(Float32Array.of(1, 1), [2]), tensor(new Float32Array(2), [2])];
    const gradient = tensor(Float32Array.of(1, 2), [2]);
    const flat = reshape(weight, [1, 2]);
    const rates = tensor(Float32Array.of(1), [1]);
    const attrs = { momentum: 0, weightDecay: 0 };
    expect([...(await read(weight))]).toEqual([1, 1]);
    sgdUpdate(weight, momentum, gradient, rates, attrs);
    const early = read(weight);
    sgdUpdate(weight, momentum, gradient, rates, attrs);
    expect([...(await early)]).toEqual([0, -1]);
    expect([...(await read(weight))]).toEqual([-1, -3]);
    expect([...(await read(flat))]).toEqual([-1, -3]);
    dispose(weight, momentum, gradient, rates, flat);
  });

  test('a long chain of own and stock kernels runs in program order', async () => {
    const values = normals(1000, 'chain');
    let x = tensor(values, [1000]);
    const expected = values.slice();
    for (let i = 0; i < 50; i++) {
      const [doubled, halved] = [add(x, x), scale(x, 0.5)];
      const y = reluGrad(halved, doubled);
      const next = add(y, x);
      dispose(x, doubled, halved, y);
      x = next;
      for (const [j, v] of expected.entries()) expected[j] = v + (v > 0 ? 0.5 * v : 0);
    }
    expect(await read(x)).toEqual(expected);
    x.dispose();
  });

  // Elsewhere nothing is held but tensors.
  if (backend === 'webgpu') {
    test('the device holds little more than what is alive at once, whatever the sizes', async () => {
      resetPeak();
      const before = allocatedBytes();
      let x = tensor(Float32Array.of(1), [1]);
      let made = 0;
      for (let i = 0; i < 12; i++) {
        const wide = tensor(new Float32Array(4e6 + 3e5 * i), [1, 4e6 + 3e5 * i]);
        const y = scale(wide, 2);
        made += 2 * 4 * wide.size;
        dispose(x, wide);
        x = y;
      }
      expect(made).toBeGreaterThan(3 * peakTensorBytes());
      expect(peakAllocatedBytes()).toBeGreaterThanOrEqual(peakTensorBytes());
      expect(peakAllocatedBytes()).toBeLessThanOrEqual(1.2 * peakTensorBytes() + 2 ** 25);
      dispose(x);
      resetPeak();
      expect(allocatedBytes()).toBeLessThanOrEqual(before + 2 ** 20);
      await finishQueue();
    });
  }

  test('a freed buffer may serve the next kernel before the one that reads it has run', async () => {
    const values = normals(4096, 'reuse');
    let x = tensor(values, [4096]);
    // All dispatches of one submission; the results would be wrong if they did not run in order.
    for (let i = 0; i < 8; i++) {
      const y = scale(x, i % 2 === 0 ? 4 : 0.5);
      x.dispose();
      x = y;
    }
    expect(await read(x)).toEqual(values.map((value) => value * 16));
    x.dispose();
  });

  test('a tensor beyond the device is refused with both numbers before it computes zeros', () => {
    if (backend !== 'webgpu') return expect(() => checkTensorSize('a map', 1e12)).not.toThrow();
    expect(() => checkTensorSize('conv1_1 output at batch 4096', 1e12)).toThrow(EngineLimitError);
    expect(() => checkTensorSize('conv1_1 output at batch 4096', 1e12)).toThrow(
      /conv1_1 output at batch 4096 needs 1,000,000,000,000 bytes; this device allows [\d,]+ a tensor/,
    );
  });
});
