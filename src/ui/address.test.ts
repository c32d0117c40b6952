import { expect, test } from 'vitest';
import { defaultRunConfig, defaultView } from '../experiments';
import { readAddress, writeAddress } from './address';

test('an empty address is the Train panel with the default run', () => {
  expect(readAddress('')).toEqual({ panel: 'train', config: defaultRunConfig(), view: defaultView, problems: [] });
});

test('panel and configuration survive the way through the address bar', () => {
  const config = { ...defaultRunConfig(), steps: 7 };
  expect(writeAddress({ panel: 'data', config, view: defaultView })).toBe('#data/v1&steps=7');
  expect(readAddress('#data/v1&steps=7')).toEqual({ panel: 'data', config, view: defaultView, problems: [] });
});

test('an unknown panel is named and the rest is used', () => {
  const { panel, config, problems } = readAddress('#attic/v1&steps=7');
  expect(panel).toBe('train');
  expect(config.steps).toBe(7);
  expect(problems).toEqual(['"attic" is not a panel of this lab']);
});

test('what the panels look at survives the way through the address bar', () => {
  const view = { ...defaultView, image: { split: 'val', index: 3 }, weights: 'fresh', iouThreshold: 0.4 } as const;
  const written = writeAddress({ panel: 'anchors', config: defaultRunConfig(), view });
  expect(written).toBe('#anchors?image=val.3&weights=fresh&iou=0.4');
  expect(readAddress(written).view).toEqual(view);
});
