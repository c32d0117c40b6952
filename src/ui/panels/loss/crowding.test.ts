import { describe, expect, test } from 'vitest';
import { crowdingRows, crowdOf } from './crowding';

const image = (objects: number) => ({
  ...{ objects, positives: 2 * objects, confidence: 8 * objects, localization: 2 * objects },
  gradient: { logits: 3 * Math.sqrt(objects), offsets: 4 * Math.sqrt(objects) },
});

describe('crowdOf', () => {
  test('the watched image stands beside the fullest of the others', () => {
    expect(crowdOf([image(9), image(1), image(4)], 0)).toEqual({ watched: 0, filling: 2, objects: 4 });
    expect(crowdOf([image(9), image(1), image(4)], 1)).toEqual({ watched: 1, filling: 0, objects: 9 });
  });

  test('there is none where no other image has objects', () => {
    expect(crowdOf([image(3)], 0)).toBeNull();
    expect(crowdOf([image(3), image(0)], 0)).toBeNull();
    expect(crowdOf([], 0)).toBeNull();
  });
});

describe('crowdingRows', () => {
  const batch = [image(1), image(4)];
  const rows = crowdingRows(batch, { watched: 0, filling: 1, objects: 4 }, 20);

  test('beside m objects of its own kind, a lone object has 1 / (1 + m) of the batch-wise loss', () => {
    expect(rows.map(({ x }) => x)).toEqual(Array.from({ length: 21 }, (_, m) => m));
    for (const row of rows) expect(row['loss-batch']).toBeCloseTo(1 / (1 + row.x), 12);
  });

  test('sample-wise it keeps its half, however many the others are', () => {
    expect(rows[0]['loss-sample']).toBe(1);
    for (const row of rows.slice(1)) expect(row['loss-sample']).toBeCloseTo(0.5, 12);
  });

  test('gradients of other objects add up as squares: the norm grows by the root', () => {
    expect(rows[16]['gradient-batch']).toBeCloseTo(1 / (1 + 4), 12);
    expect(rows[16]['gradient-sample']).toBeCloseTo(4 / (1 + 4), 12);
  });

  test('at the present count the curve is the present batch', () => {
    const [present] = crowdingRows(batch, { watched: 0, filling: 1, objects: 4 }, 4).slice(-1);
    expect(present['loss-batch']).toBeCloseTo(10 / 50, 12);
  });
});
