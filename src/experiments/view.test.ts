import { describe, expect, test } from 'vitest';
import { decodeView, defaultView, encodeView, tutorialBatch, type View } from './view';

const changes: Partial<View>[] = [
  { batch: tutorialBatch, image: { split: 'tutorial', index: 1 }, object: 2, anchor: 6131 },
  { drafts: { 'train.3': [{ classId: 7, box: [1.25, 2, 30, 40.5] }], 'tutorial.0': [] } },
  { weights: 'fresh', predictions: 'zero', iouThreshold: 0.35, negativeRatio: 5 },
  { targets: ['new-layers', 'stage1_1.filter'] },
  { detection: { scoreThreshold: 0.2, nmsThreshold: 0.6, topK: 50, postNms: 10 } },
  { lesson: 'matching', hidden: ['train', 'data'] },
];

describe('a view as text', () => {
  test('the default is nothing', () => {
    expect(encodeView(defaultView)).toBe('');
    expect(decodeView('')).toEqual({ view: defaultView, problems: [] });
  });

  test.each(changes)('%j comes back as it was', (change) => {
    const view = { ...defaultView, ...change };
    expect(decodeView(encodeView(view))).toEqual({ view, problems: [] });
  });

  test('a box is written to a hundredth of a pixel', () => {
    const view = { ...defaultView, drafts: { 'val.0': [{ classId: 0, box: [1 / 3, 0, 9.999, 5] as const }] } };
    expect(encodeView(view)).toBe(`boxes=${encodeURIComponent('val.0~0,0.33,0,10,5')}`);
  });

  test.each([
    ['size=3', 'not a part of a view'],
    ['image=attic.3', 'image=attic.3'],
    ['image=tutorial.2', 'two images'],
    ['batch=train.0_tutorial.1', 'not both'],
    ['batch=', 'batch='],
    ['iou=0', 'iou=0'],
    ['iou=Infinity', 'iou=Infinity'],
    ['boxes=train.0~1,5,5,5,9', 'x1 above x0'],
    ['boxes=nothing~1,0,0,5,9', 'begins with its image'],
    ['topk=2.5', 'topk=2.5'],
    ['lesson=<b>', 'lesson=<b>'],
    ['hide=%', 'hide=%'],
  ])('%s is refused, and the rest is used', (bad, reason) => {
    const { view, problems } = decodeView(`${bad}&weights=fresh`);
    expect(view).toEqual({ ...defaultView, weights: 'fresh' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(reason);
  });
});
