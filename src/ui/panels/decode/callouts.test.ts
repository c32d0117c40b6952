import { expect, test } from 'vitest';
import { Random } from '../../../ssd';
import { type CalloutRoom, calloutsOf, type Place } from './callouts';

const room: CalloutRoom = { edges: [0.1, 0.4], gap: 0.05, width: 0.1, height: 0.1 };

test('a label stands beside the crowd where there is more room, at the height of its point', () => {
  expect(calloutsOf([[0.2, 0.5]], room)).toEqual({ side: 'right', x: 0.45, y: [0.5] });
  const right = calloutsOf([[0.8, 0.5]], { ...room, edges: [0.7, 0.95] });
  expect(right.side).toBe('left');
  expect(right.x).toBeCloseTo(0.65, 10);
});

test('where the crowd fills the image, labels stay within it', () => {
  expect(calloutsOf([[0.5, 0.5]], { ...room, edges: [0, 1] }).x).toBeCloseTo(0.9, 10);
  expect(calloutsOf([[0.5, 0.5]], { ...room, edges: [0.01, 1] })).toMatchObject({ side: 'left', x: 0.1 });
});

test('labels stack about their mean height, in the order of their points', () => {
  const points: Place[] = [
    [0.2, 0.6],
    [0.3, 0.5],
    [0.2, 0.4],
  ];
  const { y } = calloutsOf(points, room);
  expect(y.map((height) => Number(height.toFixed(10)))).toEqual([0.6, 0.5, 0.4]);
});

test('a stack stays within the image and never overlaps itself', () => {
  const random = new Random('callouts');
  for (let trial = 0; trial < 50; trial++) {
    const points = Array.from({ length: 8 }, (): Place => [random.next(), random.next()]);
    const heights = calloutsOf(points, room).y.toSorted((a, b) => a - b);
    expect(heights[0]).toBeGreaterThanOrEqual(0.05 - 1e-9);
    expect(heights[7]).toBeLessThanOrEqual(0.95 + 1e-9);
    for (let i = 1; i < 8; i++) expect(heights[i] - heights[i - 1]).toBeCloseTo(0.1, 10);
  }
});

test('more labels than fit move together', () => {
  const { y } = calloutsOf(
    Array.from({ length: 20 }, (_, i): Place => [0.5, i / 20]),
    room,
  );
  expect(y[0]).toBeCloseTo(0.025, 10);
  expect(y[19]).toBeCloseTo(0.975, 10);
});
