import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ConvOptions,
  conv2d,
  conv2dGradFilter,
  conv2dGradInput,
  convGeometry,
  dispose,
  tensor,
} from '../../index';
import {
  type BackendName,
  describeKernel,
  evaluate,
  expectClose,
  normals,
  normalTensor,
  readFloats,
} from '../kernel-suite';
import { conv2dGradFilterReference, conv2dGradInputReference, conv2dReference } from './reference';

interface Case {
  name: string;
  x: [number, number, number, number];
  filter: [number, number, number, number];
  options: ConvOptions;
  /** WebGPU is tested without bias and ReLU too: once for each way that a kernel writes its channels. */
  bare?: boolean;
}

const cases: Case[] = [
  {
    name: 'three channels, stride 2',
    x: [5, 9, 7, 3],
    filter: [3, 3, 3, 16],
    options: { stride: 2, pad: 1 },
    bare: true,
  },
  { name: 'a head of 84 channels', x: [2, 3, 3, 20], filter: [3, 3, 20, 84], options: { pad: 1 } },
  { name: 'channels 5 and 21', x: [1, 6, 5, 5], filter: [3, 3, 5, 21], options: { pad: 1 }, bare: true },
  { name: 'dilation 6', x: [1, 13, 8, 8], filter: [3, 3, 8, 6], options: { pad: 6, dilation: 6 } },
  { name: 'a 1x1 map', x: [5, 1, 1, 12], filter: [1, 1, 12, 7], options: {} },
  { name: 'an even map at stride 2', x: [1, 10, 12, 8], filter: [3, 3, 8, 8], options: { stride: 2, pad: 1 } },
  { name: 'a 1x1 filter with stride 2', x: [1, 5, 6, 8], filter: [1, 1, 8, 4], options: { stride: 2 } },
  { name: 'a 4x4 filter', x: [1, 4, 4, 4], filter: [4, 4, 4, 8], options: { pad: 1 } },
  {
    name: 'stride 3, dilation 2, unequal pads',
    x: [2, 11, 9, 4],
    filter: [2, 3, 4, 4],
    options: { stride: 3, dilation: 2, pad: { top: 0, bottom: 2, left: 1, right: 0 } },
  },
];

/** For the tiles of Winograd's algorithm, which WASM alone has. */
const tileCases: Case[] = [
  { name: 'an odd map under 3x3', x: [5, 7, 5, 8], filter: [3, 3, 8, 84], options: { pad: 1 } },
  { name: 'an even map under 3x3 without padding', x: [1, 12, 10, 20], filter: [3, 3, 20, 12], options: {} },
  {
    name: 'unequal pads under 3x3',
    x: [2, 6, 9, 12],
    filter: [3, 3, 12, 8],
    options: { pad: { top: 0, bottom: 2, left: 2, right: 1 } },
  },
];

/** Large enough for the larger tiles of a GPU, 64 x 128 and 64 x 64, and shallow enough for its smallest step. */
const largeCases: Case[] = [
  { name: 'a large map', x: [1, 129, 128, 5], filter: [1, 1, 5, 68], options: {}, bare: true },
  { name: 'an image', x: [1, 9, 7, 3], filter: [3, 3, 3, 36], options: { pad: 1 } },
  { name: 'a medium map', x: [2, 91, 93, 5], filter: [1, 1, 5, 33], options: {} },
];

function conv2dTests(backend: BackendName, chosen: readonly Case[] = [...cases, ...tileCases]): void {
  describe.each(chosen)('$name', ({ name, x: xShape, filter: filterShape, options, bare = false }) => {
    // In software WebGPU takes up to seconds to compile a kernel, and the same lines end each.
    const plain = bare || backend !== 'webgpu';
    const g = convGeometry(xShape, filterShape, options);
    const dyShape = [g.batch, g.outHeight, g.outWidth, g.outChannels];
    const values = (shape: number[], what: string) =>
      normals(
        shape.reduce((a, b) => a * b, 1),
        name,
        what,
      );

    test(`the forward pass equals the definition, ${plain ? 'with and without' : 'with'} bias and ReLU`, async () => {
      const [x, filter] = [normalTensor(xShape, name, 'x'), normalTensor(filterShape, name, 'filter')];
      const bias = normalTensor([g.outChannels], name, 'bias');
      const [xv, fv, bv] = [values(xShape, 'x'), values(filterShape, 'filter'), values([g.outChannels], 'bias')];
      const [full] = await evaluate(() => [conv2d(x, filter, bias, g, true)]);
      expectClose(full, conv2dReference(xv, fv, bv, g, true));
      if (plain) {
        const [bare] = await evaluate(() => [conv2d(x, filter, null, g, false)]);
        expectClose(bare, conv2dReference(xv, fv, null, g, false));
      }
      dispose(x, filter, bias);
    });

    test('both gradients equal the definition', async () => {
      const [x, filter] = [normalTensor(xShape, name, 'x'), normalTensor(filterShape, name, 'filter')];
      const dy = normalTensor(dyShape, name, 'dy');
      const [dx] = await evaluate(() => [conv2dGradInput(dy, filter, g)]);
      const [dFilter] = await evaluate(() => [conv2dGradFilter(x, dy, g)]);
      const [xv, fv, dv] = [values(xShape, 'x'), values(filterShape, 'filter'), values(dyShape, 'dy')];
      expectClose(dx, conv2dGradInputReference(dv, fv, g));
      expectClose(dFilter, conv2dGradFilterReference(xv, dv, g));
      dispose(x, filter, dy);
    });
  });

  test('a hand-worked sum: ones under a 3x3 filter of ones count the cells that the filter covers', async () => {
    const g = convGeometry([1, 3, 3, 1], [3, 3, 1, 1], { pad: 1 });
    const [x, filter] = [
      tensor(new Float32Array(9).fill(1), [1, 3, 3, 1]),
      tensor(new Float32Array(9).fill(1), [3, 3, 1, 1]),
    ];
    const y = conv2d(x, filter, null, g, false);
    expect([...(await readFloats(y))]).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
    dispose(x, filter, y);
  });

  test('shapes that disagree with the geometry are refused by name', () => {
    const g = convGeometry([1, 3, 3, 2], [3, 3, 2, 4], { pad: 1 });
    const [x, filter] = [normalTensor([1, 3, 3, 2], 'x'), normalTensor([3, 3, 4, 2], 'f')];
    expect(() => conv2d(x, filter, null, g, false)).toThrow('conv2d: filter is [3, 3, 4, 2]; expected [3, 3, 2, 4]');
    dispose(x, filter);
  });
}

describeKernel('conv2d', (backend) => conv2dTests(backend));

/** Runs the tests on an adapter that claims something else of itself. */
function describeAdapter(
  name: string,
  prototype: object,
  claims: Record<string, () => unknown>,
  chosen: readonly Case[] = cases,
): void {
  describe(name, () => {
    const own = Object.keys(claims).map(
      (key) => [key, Object.getOwnPropertyDescriptor(prototype, key) as PropertyDescriptor] as const,
    );
    beforeAll(() => {
      for (const [key, get] of Object.entries(claims))
        Object.defineProperty(prototype, key, { get, configurable: true });
    });
    afterAll(() => {
      for (const [key, descriptor] of own) Object.defineProperty(prototype, key, descriptor);
    });
    describeKernel('conv2d', (backend) => conv2dTests(backend, chosen), ['webgpu']);
  });
}

describeAdapter('without subgroups', GPUAdapter.prototype, { features: () => new Set() });
describeAdapter(
  'as on a GPU',
  GPUAdapterInfo.prototype,
  { isFallbackAdapter: () => false, architecture: () => 'hopper', description: () => '' },
  [...cases, ...largeCases],
);
