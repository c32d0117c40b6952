import { expect, test } from 'vitest';
import {
  add,
  dispose,
  liveTensors,
  Repeated,
  reluGrad,
  resetPeak,
  sgdUpdate,
  type Tensor,
  tensor,
  write,
} from './index';
import { describeKernel, expectClose, normals, normalTensor, readFloats } from './kernels/kernel-suite';
import { type BufferPool, bufferPool } from './webgpu/buffer-pool';

const size = 300;

/** Work that adds the positive values of an input to a sum, by own and stock kernels and through temporary tensors. */
function setUp(values = normals(size, 'x')) {
  const zero = () => tensor(new Float32Array(size), [size]);
  const state = {
    sum: zero(),
    momentum: zero(),
    input: tensor(values, [size]),
    rates: tensor(Float32Array.of(-1), [1]),
  };
  const work = () => {
    const doubled = add(state.input, state.input);
    const positive = reluGrad(state.input, doubled);
    sgdUpdate(state.sum, state.momentum, positive, state.rates, { momentum: 0, weightDecay: 0 });
    dispose(doubled, positive);
  };
  const repeated = new Repeated(work);
  const free = () => {
    repeated.dispose();
    dispose(...Object.values(state));
  };
  return { state, work, repeated, free };
}

function positives(values: Float32Array): Float32Array {
  return values.map((value) => Math.max(0, value));
}

describeKernel('Repeated', (backend) => {
  const isGpu = backend === 'webgpu';

  test('does the same work each time on what was written before it; a GPU only queues it from the third time on', async () => {
    const before = liveTensors();
    const { state, repeated, free } = setUp();
    const expected = new Float32Array(size);
    for (let step = 1; step <= 6; step++) {
      const values = normals(size, 'input', step);
      write(state.input, values);
      write(state.rates, Float32Array.of(-1 / step));
      expect(repeated.run()).toBe(isGpu && step > 2);
      for (const [i, value] of positives(values).entries()) expected[i] += value / step;
      if (step % 2 === 0) expectClose(await readFloats(state.sum), expected);
    }
    free();
    expect(liveTensors()).toBe(before);
  });

  test('work that throws is done the next time', async () => {
    const { state, work, free } = setUp();
    let times = 0;
    const repeated = new Repeated(() => {
      times++;
      if (times === 2) throw new Error('once');
      work();
    });
    repeated.run();
    expect(() => repeated.run()).toThrow('once');
    for (let i = 0; i < 3; i++) repeated.run();
    expectClose(await readFloats(state.sum), positives(normals(size, 'x').map((value) => 4 * value)));
    repeated.dispose();
    free();
  });

  test('a tensor is not written with values of another number or type', () => {
    const t = tensor(new Float32Array(3), [3]);
    expect(() => write(t, new Float32Array(2))).toThrow('write: got 2 values of float32; expected 3 of float32');
    expect(() => write(t, new Int32Array(3))).toThrow('write: got 3 values of int32; expected 3 of float32');
    t.dispose();
  });

  if (!isGpu) return;

  test('what is made meanwhile is left alone', async () => {
    const { repeated, free } = setUp();
    repeated.run();
    repeated.run();
    const others = Array.from({ length: 12 }, (_, i) => tensor(new Float32Array(size).fill(i), [size]));
    const sums = others.map((other) => add(other, other));
    expect(repeated.run()).toBe(true);
    for (const [i, other] of others.entries()) {
      expect(await readFloats(other)).toEqual(new Float32Array(size).fill(i));
      expect(await readFloats(sums[i])).toEqual(new Float32Array(size).fill(2 * i));
    }
    free();
    dispose(...others, ...sums);
  });

  test('is recorded anew once a tensor that it uses is another', async () => {
    const { state, repeated, free } = setUp(normals(size, 'old'));
    expect([1, 2, 3].map(() => repeated.run())).toEqual([false, false, true]);
    dispose(state.input);
    state.input = normalTensor([size], 'new');
    expect([1, 2].map(() => repeated.run())).toEqual([false, true]);
    const [old, fresh] = [positives(normals(size, 'old')), positives(normals(size, 'new'))];
    expectClose(
      await readFloats(state.sum),
      old.map((value, i) => 3 * value + 2 * fresh[i]),
    );
    free();
  });

  test('keeps its buffers until it is disposed, and gives all of them back', async () => {
    const pool = bufferPool() as BufferPool;
    const { state, repeated, free } = setUp();
    repeated.run();
    await readFloats(state.sum);
    const used = pool.numBytesUsed;
    repeated.run();
    await readFloats(state.sum);
    // Two temporary tensors, and uniforms.
    expect(pool.numBytesUsed).toBeGreaterThan(used + 2 * 4 * size);
    resetPeak();
    expect(repeated.run()).toBe(true);
    repeated.dispose();
    await readFloats(state.sum);
    expect(pool.numBytesUsed).toBe(used);
    expectClose(await readFloats(state.sum), positives(normals(size, 'x').map((value) => 3 * value)));
    free();
  });

  test('work that leaves a tensor, or brings values to the device, is done in full each time', async () => {
    const input = normalTensor([size], 'x');
    const left: Tensor[] = [];
    const leaving = new Repeated(() => left.push(add(input, input)));
    const uploading = new Repeated(() => {
      const fresh = tensor(new Float32Array(size), [size]);
      dispose(add(input, fresh), fresh);
    });
    for (let i = 0; i < 6; i++) expect([leaving.run(), uploading.run()]).toEqual([false, false]);
    expect(left).toHaveLength(6);
    for (const t of left) expect(await readFloats(t)).toEqual(normals(size, 'x').map((value) => 2 * value));
    dispose(input, ...left);
  });
});
