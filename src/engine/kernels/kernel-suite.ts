/**
 * @file What the tests of all kernels share: one suite for every back end, seeded values, and the three properties that
 * every kernel must have (close to float64, the same bits twice, no tensor left).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../ssd';
import { closeEngine, dispose, liveTensors, onEngineFault, openEngine, read, type Tensor, tensor } from '../index';

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** Declares the tests of a kernel once for each back end; the last one looks at the device's own complaints. */
export function describeKernel(
  name: string,
  tests: (backend: BackendName) => void,
  backends: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'],
): void {
  describe.each<BackendName>(backends)(`${name} on %s`, (backend) => {
    const faults: string[] = [];
    const modules: GPUShaderModule[] = [];
    let stopWatching = () => {};

    beforeAll(async () => {
      await openEngine(backend);
      const endFaults = onEngineFault((error) => faults.push(error.message));
      const endModules = collectShaderModules(modules);
      stopWatching = () => {
        endFaults();
        endModules();
      };
    });
    afterAll(async () => {
      stopWatching();
      await closeEngine();
    });

    tests(backend);

    test('compiles without a message and raises no device error', async () => {
      const infos = await Promise.all(modules.map((module) => module.getCompilationInfo()));
      expect(infos.flatMap((info) => info.messages.map(({ message }) => message))).toEqual([]);
      expect(faults).toEqual([]);
    });
  });
}

/** Normal values with mean 0 and deviation 1. */
export function normals(count: number, ...seeds: (number | string)[]): Float32Array {
  const random = new Random(...seeds);
  return Float32Array.from({ length: count }, () => random.normal());
}

/** A tensor of seeded normal values. */
export function normalTensor(shape: readonly number[], ...seeds: (number | string)[]): Tensor {
  return tensor(
    normals(
      shape.reduce((product, size) => product * size, 1),
      ...seeds,
    ),
    shape,
  );
}

/**
 * Runs an op twice, reads and disposes its outputs, and requires the same bits both times and no other tensor left.
 *
 * @param run makes the outputs anew; its inputs belong to the test
 * @returns   the values of each output
 */
export async function evaluate(run: () => readonly Tensor[]): Promise<Float32Array[]> {
  const before = liveTensors();
  const runs: Float32Array[][] = [];
  for (let i = 0; i < 2; i++) {
    const outputs = run();
    runs.push((await Promise.all(outputs.map(read))) as Float32Array[]);
    dispose(...outputs);
  }
  expect(liveTensors()).toBe(before);
  expect(runs[1].map((values, i) => firstDifference(values, runs[0][i]))).toEqual(runs[0].map(() => -1));
  return runs[0];
}

/** The values of a tensor that a kernel updated in place. */
export async function readFloats(t: Tensor): Promise<Float32Array> {
  return (await read(t)) as Float32Array;
}

/** Requires every element within `tolerance` times the largest expected magnitude. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-6): void {
  expect(actual.length).toBe(expected.length);
  let magnitude = 1e-30;
  for (let i = 0; i < expected.length; i++) magnitude = Math.max(magnitude, Math.abs(expected[i]));
  for (let i = 0; i < expected.length; i++) {
    if (Math.abs(actual[i] - expected[i]) <= tolerance * magnitude) continue;
    expect.fail(`element ${i} is ${actual[i]}; expected ${expected[i]} within ${tolerance * magnitude}`);
  }
}

/** The first index at which the bits differ (so that NaN equals itself and -0 differs from 0), or -1. */
function firstDifference(a: Float32Array, b: Float32Array): number {
  const [bitsOfA, bitsOfB] = [a, b].map(
    ({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length),
  );
  return bitsOfA.findIndex((bits, i) => bits !== bitsOfB[i]);
}

function collectShaderModules(modules: GPUShaderModule[]): () => void {
  if (typeof GPUDevice === 'undefined') return () => {};
  const create = GPUDevice.prototype.createShaderModule;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    const module = create.call(this, descriptor);
    modules.push(module);
    return module;
  };
  return () => {
    GPUDevice.prototype.createShaderModule = create;
  };
}
