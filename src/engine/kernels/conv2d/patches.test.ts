import { expect, test } from 'vitest';
import { type ConvGeometry, type ConvOptions, convGeometry } from './geometry';
import { gatherPatches, planesSize, toPlanes } from './patches';

/** The patches of output rows [begin, end) of all images, through planes that hold garbage before. */
function patchesOf(x: Float32Array, g: ConvGeometry, begin: number, end: number): number[] {
  const planes = { values: new Float32Array(planesSize(g, g.batch)).fill(Number.NaN), images: g.batch };
  toPlanes(x, g, 0, planes);
  const taps = g.filterHeight * g.filterWidth * g.inChannels;
  const patches = new Float32Array(taps * (end - begin) * g.outWidth * g.batch).fill(Number.NaN);
  gatherPatches(planes, g, begin, end, patches);
  return [...patches];
}

function patchesByDefinition(x: Float32Array, g: ConvGeometry, begin: number, end: number): number[] {
  const patches: number[] = [];
  for (let ky = 0; ky < g.filterHeight; ky++)
    for (let kx = 0; kx < g.filterWidth; kx++)
      for (let c = 0; c < g.inChannels; c++)
        for (let oy = begin; oy < end; oy++)
          for (let ox = 0; ox < g.outWidth; ox++)
            for (let b = 0; b < g.batch; b++) {
              const y = oy * g.stride - g.padTop + ky * g.dilation;
              const column = ox * g.stride - g.padLeft + kx * g.dilation;
              const inside = y >= 0 && y < g.inHeight && column >= 0 && column < g.inWidth;
              patches.push(inside ? x[((b * g.inHeight + y) * g.inWidth + column) * g.inChannels + c] : 0);
            }
  return patches;
}

test('a 2x2 map under a 3x3 filter: each tap sees the map shifted, zeros around it', () => {
  const g = convGeometry([1, 2, 2, 1], [3, 3, 1, 1], { pad: 1 });
  const rows = patchesOf(Float32Array.of(1, 2, 3, 4), g, 0, 2);
  expect(rows.slice(0, 4)).toEqual([0, 0, 0, 1]);
  expect(rows.slice(4 * 4, 5 * 4)).toEqual([1, 2, 3, 4]);
  expect(rows.slice(5 * 4, 6 * 4)).toEqual([2, 0, 4, 0]);
  expect(rows.slice(8 * 4)).toEqual([4, 0, 0, 0]);
});

const cases: { name: string; x: number[]; filter: number[]; options: ConvOptions }[] = [
  { name: 'stride 2 on an even map', x: [3, 6, 8, 2], filter: [3, 3, 2, 1], options: { stride: 2, pad: 1 } },
  { name: 'stride 2 on an odd map', x: [2, 7, 5, 3], filter: [3, 3, 3, 1], options: { stride: 2, pad: 1 } },
  { name: 'no padding: planes wider than the output', x: [2, 5, 6, 2], filter: [3, 3, 2, 1], options: {} },
  { name: 'padding that makes the output wider', x: [2, 4, 4, 2], filter: [2, 2, 2, 1], options: { pad: 2 } },
  {
    name: 'dilation 6: taps wholly in the padding',
    x: [1, 4, 4, 2],
    filter: [3, 3, 2, 1],
    options: { pad: 6, dilation: 6 },
  },
  { name: 'a 1x1 filter at stride 3', x: [2, 7, 8, 2], filter: [1, 1, 2, 1], options: { stride: 3 } },
  { name: 'a 1x1 map', x: [5, 1, 1, 3], filter: [3, 3, 3, 1], options: { pad: 1 } },
];

test.each(cases)(
  '$name: the patches are those of the definition, for all rows and for some',
  ({ x, filter, options }) => {
    const g = convGeometry(x, filter, options);
    const values = Float32Array.from({ length: x.reduce((a, b) => a * b) }, (_, i) => i + 1);
    expect(patchesOf(values, g, 0, g.outHeight)).toEqual(patchesByDefinition(values, g, 0, g.outHeight));
    const [begin, end] = [Math.floor(g.outHeight / 2), g.outHeight];
    expect(patchesOf(values, g, begin, end)).toEqual(patchesByDefinition(values, g, begin, end));
  },
);

test('a group of images is taken from the middle of the batch', () => {
  const g = convGeometry([4, 2, 2, 1], [1, 1, 1, 1]);
  const planes = { values: new Float32Array(planesSize(g, 2)), images: 2 };
  toPlanes(
    Float32Array.from({ length: 16 }, (_, i) => i),
    g,
    1,
    planes,
  );
  expect([...planes.values]).toEqual([4, 8, 5, 9, 6, 10, 7, 11]);
});
