import { expect, test } from 'vitest';
import { convGeometry } from './geometry';
import { planConv2d, planGradFilter, tileOf } from './planner';

const gpu = { software: false, quads: false };
const cpu = { software: true, quads: true };
const head = convGeometry([16, 12, 12, 64], [3, 3, 64, 84], { pad: 1 });
const first = convGeometry([8, 300, 300, 64], [3, 3, 64, 64], { pad: 1 });
const image = convGeometry([8, 300, 300, 3], [3, 3, 3, 64], { pad: 1 });
const shapes = [head, first, image, convGeometry([1, 1, 1, 256], [3, 3, 256, 16], { pad: 1 })];

test('an emulated adapter computes in registers, a GPU in workgroup memory', () => {
  expect(planConv2d(head, 1, cpu)).toMatchObject({ family: 'registers', lanes: 4 });
  expect(planConv2d(head, 1, { software: true, quads: false })).toMatchObject({ family: 'registers', lanes: 1 });
  expect(planConv2d(head, 1, gpu).family).toBe('workgroup');
  expect(planGradFilter(head, cpu).family).toBe('registers');
  // Threads four wide alone make no CPU.
  expect(planGradFilter(head, { software: false, quads: true }).family).toBe('workgroup');
});

test('an emulated adapter shares work in quads only where all four lanes have some', () => {
  const lanes = (x: [number, number, number, number], channels: number) => {
    const g = convGeometry(x, [1, 1, x[3], channels]);
    return [planConv2d(g, 1, cpu), planGradFilter(g, cpu)].map((plan) =>
      plan.family === 'registers' ? plan.lanes : null,
    );
  };
  expect(lanes([1, 9, 9, 16], 16)).toEqual([4, 4]);
  expect(lanes([1, 9, 9, 16], 8)).toEqual([1, 4]);
  expect(lanes([1, 3, 3, 16], 16)).toEqual([4, 4]);
  expect(lanes([1, 1, 1, 16], 16)).toEqual([4, 1]);
});

test('a GPU gets smaller tiles where large ones would leave it idle or run beyond the channels', () => {
  const tile = (x: [number, number, number, number], channels: number, upsample = 1) => {
    const plan = planConv2d(convGeometry(x, [1, 1, x[3], channels]), upsample, gpu);
    return plan.family === 'workgroup' ? tileOf(plan) : null;
  };
  expect(tile([8, 300, 300, 64], 128)).toEqual({ rows: 64, channels: 128 });
  expect(tile([8, 300, 300, 64], 64)).toEqual({ rows: 64, channels: 64 });
  expect(tile([8, 50, 50, 64], 64)).toEqual({ rows: 64, channels: 64 });
  // Four phases of a quarter of the cells each.
  expect(tile([8, 50, 50, 64], 64, 2)).toEqual({ rows: 64, channels: 64 });
  expect(tile([1, 19, 19, 64], 64)).toEqual({ rows: 32, channels: 32 });
  expect(tile([8, 300, 300, 64], 24)).toEqual({ rows: 64, channels: 16 });
});

test('every thread of a workgroup loads the same number of values', () => {
  for (const g of shapes) {
    for (const plan of [planConv2d(g, 1, gpu), planGradFilter(g, gpu)]) {
      if (plan.family !== 'workgroup') throw new Error('expected a workgroup plan');
      const { rows, channels } = tileOf(plan);
      const threads = plan.rowThreads * plan.channelThreads;
      expect(((plan.depth / 4) * rows) % threads).toBe(0);
      expect(((plan.depth / 4) * channels) % threads).toBe(0);
    }
  }
});

test.each([
  { name: 'GPU', adapter: gpu, count: (g: typeof head) => g.batch * g.outHeight * g.outWidth },
  { name: 'CPU', adapter: cpu, count: (g: typeof head) => g.batch * g.outHeight },
])('on a $name the slices of a filter gradient cover the output once, within 64 MiB', ({ adapter, count }) => {
  for (const g of shapes) {
    const { slices, length } = planGradFilter(g, adapter);
    expect(slices * length).toBeGreaterThanOrEqual(count(g));
    expect((slices - 1) * length).toBeLessThan(count(g));
    expect(4 * slices * g.filterHeight * g.filterWidth * g.inChannels * g.outChannels).toBeLessThanOrEqual(2 ** 26);
  }
});

test('a filter too large for two slices gets one', () => {
  const fc6 = convGeometry([8, 19, 19, 512], [3, 3, 512, 2048], { pad: 6, dilation: 6 });
  expect(planGradFilter(fc6, gpu).slices).toBe(1);
});
