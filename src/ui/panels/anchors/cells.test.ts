import { expect, test } from 'vitest';
import { anchorSpecs, generateAnchors } from '../../../ssd';
import {
  anchorsOfCell,
  bestIouPerCell,
  bestOfCell,
  cellCentre,
  clampCell,
  firstOfCell,
  mapName,
  placeOf,
} from './cells';

const spec = anchorSpecs.ssd_300_vgg16_atrous;
const { layers, centers, count } = generateAnchors(spec);

test('the place of an anchor leads back to it, for every anchor', () => {
  for (let anchor = 0; anchor < count; anchor++) {
    const place = placeOf(layers, anchor);
    expect(firstOfCell(layers, place) + place.shape).toBe(anchor);
  }
});

test('the centre of a cell is that of its anchors', () => {
  // The bipartite anchor of the tutorial's first image.
  const place = placeOf(layers, 6131);
  expect(place).toEqual({ map: 1, row: 3, column: 2, shape: 1 });
  expect(cellCentre(spec, place)).toEqual({ x: centers[6131 * 4], y: centers[6131 * 4 + 1] });
  expect(anchorsOfCell(layers, place)).toEqual([6130, 6131, 6132, 6133, 6134, 6135]);
});

test('an anchor that does not exist is refused', () => {
  expect(() => placeOf(layers, 8732)).toThrow('got anchor 8732; expected one of 8732');
});

test('a cell beyond the grid becomes the nearest one', () => {
  expect(clampCell(layers, { map: 5, row: 3, column: -1 })).toEqual({ map: 5, row: 0, column: 0 });
  expect(clampCell(layers, { map: 9, row: 0.4, column: 0 })).toEqual({ map: 5, row: 0, column: 0 });
});

test('a cell shows the largest IoU of its anchors', () => {
  const bestIou = new Float32Array(count);
  bestIou[6131] = 0.75;
  bestIou[6133] = 0.5;
  const heat = bestIouPerCell(layers[1], bestIou);
  expect(heat).toHaveLength(19 * 19);
  expect(heat[3 * 19 + 2]).toBe(0.75);
  expect(heat.filter((value) => value > 0)).toHaveLength(1);
  expect(bestOfCell(layers, placeOf(layers, 6134), bestIou)).toBe(6131);
});

test('a feature map is named by its grid', () => {
  expect(layers.map(mapName)[0]).toBe('38 × 38');
});
