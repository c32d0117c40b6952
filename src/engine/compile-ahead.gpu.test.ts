import { expect, test } from 'vitest';
import {
  add,
  biasGrad,
  closeEngine,
  compileAhead,
  conv2d,
  conv2dGradFilter,
  conv2dGradInput,
  convGeometry,
  dispose,
  openEngine,
  read,
  reluGrad,
  scale,
  sgdUpdate,
  type Tensor,
  tensor,
} from './index';
import { describeKernel, normalTensor, readFloats } from './kernels/kernel-suite';

const g = convGeometry([2, 6, 5, 8], [3, 3, 8, 12], { pad: 1 });

interface Weights {
  filter: Tensor;
  momentum: Tensor;
  bias: Tensor;
}

const makeWeights = (): Weights => ({
  filter: normalTensor([3, 3, 8, 12], 'filter'),
  momentum: normalTensor([3, 3, 8, 12], 'momentum'),
  bias: normalTensor([12], 'bias'),
});

/** A step of training with own and stock kernels; it updates the filter and returns the gradients of bias and input. */
function step({ filter, momentum, bias }: Weights): Tensor[] {
  const x = normalTensor([2, 6, 5, 8], 'x');
  const y = conv2d(x, filter, bias, g, true);
  const doubled = add(y, y);
  const dy = scale(doubled, 0.25);
  const dz = reluGrad(dy, y);
  const dFilter = conv2dGradFilter(x, dz, g);
  const outputs = [biasGrad(dz), conv2dGradInput(dz, filter, g)];
  const rates = tensor(Float32Array.of(0.1), [1]);
  sgdUpdate(filter, momentum, dFilter, rates, { momentum: 0.9, weightDecay: 0 });
  dispose(rates, x, y, doubled, dy, dz, dFilter);
  return outputs;
}

async function stepValues(weights: Weights): Promise<Float32Array[]> {
  const outputs = step(weights);
  const values = await Promise.all([...outputs, ...Object.values(weights)].map(readFloats));
  dispose(...outputs, ...Object.values(weights));
  return values;
}

async function countPipelines(run: () => Promise<unknown>): Promise<number> {
  const create = GPUDevice.prototype.createComputePipeline;
  let count = 0;
  GPUDevice.prototype.createComputePipeline = function (descriptor) {
    count++;
    return create.call(this, descriptor);
  };
  try {
    await run();
  } finally {
    GPUDevice.prototype.createComputePipeline = create;
  }
  return count;
}

describeKernel(
  'compileAhead',
  (backend) => {
    test('the first step compiles nothing any more and computes the same', async () => {
      let expected: Float32Array[] = [];
      expect(await countPipelines(async () => (expected = await stepValues(makeWeights())))).toBeGreaterThan(5);
      await closeEngine();
      await openEngine(backend);
      const weights = makeWeights();
      const filter = await read(weights.filter);
      const progress: [number, number][] = [];
      const compiled = compileAhead(
        () => dispose(...step(weights)),
        (...counts) => progress.push(counts),
      );
      expect(await countPipelines(() => compiled)).toBe(0);
      const total = progress.length - 1;
      expect(total).toBeGreaterThan(5);
      expect(progress).toEqual(progress.map((_, done) => [done, total]));
      expect(await read(weights.filter)).toEqual(filter);
      let values: Float32Array[] = [];
      expect(await countPipelines(async () => (values = await stepValues(weights)))).toBe(0);
      expect(values).toEqual(expected);
    });

    test('what is compiled is not compiled again', async () => {
      const weights = makeWeights();
      const run = () => dispose(...step(weights));
      await compileAhead(run);
      const progress: [number, number][] = [];
      await compileAhead(run, (...counts) => progress.push(counts));
      expect(progress).toEqual([[0, 0]]);
      dispose(...Object.values(weights));
    });

    test('an error of the run comes back, and kernels run as before', async () => {
      const x = normalTensor([4], 'x');
      const run = () => {
        dispose(scale(x, 2));
        throw new Error('the run failed');
      };
      await expect(compileAhead(run)).rejects.toThrow('the run failed');
      const y = scale(x, 2);
      expect(await read(y)).toEqual((await readFloats(x)).map((value) => 2 * value));
      dispose(x, y);
    });
  },
  ['webgpu'],
);

describeKernel('compileAhead', () => {
  test('there is nothing to compile, and the run is left out', async () => {
    await compileAhead(() => expect.fail('the run was called'));
  });
}, ['wasm', 'cpu']);
