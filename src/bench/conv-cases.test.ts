import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeEngine, openEngine } from '../engine';
import { modelSpecs, Network } from '../model';
import { initializerSpecs, vocClasses } from '../ssd';
import { convCases, cut, modelCases } from './conv-cases';

beforeAll(() => openEngine('cpu'));
afterAll(() => closeEngine());

test('every convolution of the lab model is a case, with the output that the network has', () => {
  const spec = modelSpecs.ssd_96_lab;
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  const network = new Network(spec, { classes: vocClasses.length, seed: 1, predictorInitializer });
  const shapes = new Map(network.activationShapes(16).map(({ layer, shape }) => [layer, shape]));
  const filters = network.parameters.filter(({ name }) => name.endsWith('.filter'));
  network.dispose();

  const cases = modelCases(spec, { batch: 16 });
  expect(cases.flatMap(({ layers }) => layers)).toHaveLength(filters.length);
  for (const { layers, geometry: g } of cases) {
    for (const layer of layers) {
      expect(shapes.get(layer)).toEqual([16, g.outHeight, g.outWidth, g.outChannels]);
      const filter = filters.find(({ name }) => name === `${layer}.filter`);
      expect(filter?.shape).toEqual([g.filterHeight, g.filterWidth, g.inChannels, g.outChannels]);
    }
  }
});

test('SSD300 has 31.4 G multiply-adds forward, in 31 distinct convolutions', () => {
  const cases = modelCases(modelSpecs.ssd_300_vgg16_atrous, { batch: 1 });
  const flops = cases.reduce((sum, { flops, layers }) => sum + flops * layers.length, 0);
  expect(cases).toHaveLength(31);
  expect(flops / 2e9).toBeCloseTo(31.4, 1);
});

test('only a first layer goes without the gradient of its input', () => {
  const without = convCases().filter(({ passes }) => !passes.includes('dX'));
  expect(without.flatMap(({ layers }) => layers)).toEqual(['stage1_1', 'conv1_1']);
});

test('a case that is cut keeps its filter and takes no more than the limit', () => {
  for (const entry of convCases()) {
    const { geometry, flops, cutFrom } = cut(entry, 1e8);
    const { outHeight, ...sizes } = entry.geometry;
    const rest = { ...geometry, outHeight, inHeight: sizes.inHeight };
    expect(rest).toEqual(entry.geometry);
    expect(flops <= 1e8 || geometry.outHeight <= 4).toBe(true);
    expect(cutFrom === null || geometry.outHeight % 4 === 0).toBe(true);
    expect(cutFrom).toBe(flops < entry.flops ? outHeight : null);
  }
});
