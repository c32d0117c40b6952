import { describe, expect, test } from 'vitest';
import { anchorsFromCenters, generateAnchors } from './anchors';
import { anchorSpecs, vocClasses } from './spec';

describe('the models', () => {
  test.each([
    ['ssd_300_vgg16_atrous', 8732, [5776, 2166, 600, 150, 36, 4]],
    ['ssd_512_vgg16_atrous', 24564, [16384, 6144, 1536, 384, 96, 16, 4]],
    ['ssd_512_resnet50_v1', 6132, [4096, 1536, 384, 96, 16, 4]],
    ['ssd_512_mobilenet1.0', 6132, [4096, 1536, 384, 96, 16, 4]],
    ['ssd_96_lab', 756, [576, 144, 36]],
    ['ssd_64_smoke', 320, [256, 64]],
  ] as const)('%s has %i anchors', (model, total, perMap) => {
    const { count, layers, centers, corners } = generateAnchors(anchorSpecs[model]);
    expect(count).toBe(total);
    expect(layers.map((layer) => layer.count)).toEqual(perMap);
    expect(layers.map((layer) => layer.offset)).toEqual(
      perMap.map((_, i) => perMap.slice(0, i).reduce((a, b) => a + b, 0)),
    );
    expect([centers.length, corners.length]).toEqual([total * 4, total * 4]);
  });

  test('the maps of every model tile its input', () => {
    for (const [model, spec] of Object.entries(anchorSpecs)) {
      spec.maps.forEach((map, i) => {
        const reach = Number(map) * spec.steps[i];
        expect(reach, `${model}, map ${i}`).toBeGreaterThan(spec.inputSize - spec.steps[i] / 2 - 1);
      });
    }
  });

  test('VOC has twenty classes in alphabetical order', () => {
    expect(vocClasses).toHaveLength(20);
    expect([...vocClasses]).toEqual([...vocClasses].sort());
  });
});

test('a cell has the square, the square between sizes, then the other ratios', () => {
  const spec = { inputSize: 8, maps: [1], steps: [8], sizes: [4, 9], ratios: [[1, 4, 1 / 4]] };
  const { centers, corners } = generateAnchors(spec);
  expect(centers).toEqual(Float32Array.of(4, 4, 4, 4, 4, 4, 6, 6, 4, 4, 8, 2, 4, 4, 2, 8));
  expect(corners.subarray(8, 12)).toEqual(Float32Array.of(0, 3, 8, 5));
});

test('rows run over columns first, then rows, and a map need not be square', () => {
  const spec = { inputSize: 16, maps: [[2, 3] as const], steps: [4], sizes: [4, 4], ratios: [[1]] };
  const { layers, centers, count } = generateAnchors(spec);
  expect(layers).toEqual([{ offset: 0, count: 12, height: 2, width: 3, perCell: 2 }]);
  const firstOfCells = Array.from({ length: count / 2 }, (_, cell) => [...centers.subarray(cell * 8, cell * 8 + 2)]);
  expect(firstOfCells).toEqual([
    [2, 2],
    [6, 2],
    [10, 2],
    [2, 6],
    [6, 6],
    [10, 6],
  ]);
});

test("anchors of the first and the last cells of SSD300 are GluonCV's", () => {
  // Source: generator of GluonCV, commit 5677756.
  const { centers } = generateAnchors(anchorSpecs.ssd_300_vgg16_atrous);
  expect([...centers.subarray(8, 12)]).toEqual([4, 4, 42.4264069, 21.2132034].map(Math.fround));
  expect([...centers.subarray(4 * 8727, 4 * 8728)]).toEqual([250, 250, 150.613739, 301.227478].map(Math.fround));
});

test('a spec without maps has no anchors', () => {
  expect(generateAnchors({ inputSize: 1, maps: [], steps: [], sizes: [1], ratios: [] }).count).toBe(0);
});

test('lists that disagree are refused with their lengths', () => {
  const spec = { inputSize: 8, maps: [2, 1], steps: [4], sizes: [1, 2, 3], ratios: [[1], [1]] };
  expect(() => generateAnchors(spec)).toThrow('got 2 maps, 1 steps, 2 ratio lists, 3 sizes');
});

test('anchors can be given row by row', () => {
  const { corners, count, layers } = anchorsFromCenters(Float32Array.of(5, 5, 2, 4));
  expect(corners).toEqual(Float32Array.of(4, 3, 6, 7));
  expect([count, layers.length]).toEqual([1, 1]);
});
