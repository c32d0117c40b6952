import { expect, test } from 'vitest';
import { defaultRunConfig, defaultView, tutorialBatch } from '../../experiments';
import { readAddress } from '../address';
import { shareLink } from './link';

const present = {
  panel: 'loss' as const,
  config: { ...defaultRunConfig(), steps: 77 },
  view: { ...defaultView, batch: tutorialBatch, lesson: 'divisor', hidden: ['engine'] },
};

test('a link to what is seen restores it, without the parts that are left out', () => {
  expect(readAddress(shareLink(present, { start: 'here', hidden: ['run-controls', 'data'] }))).toEqual({
    ...present,
    view: { ...present.view, hidden: ['run-controls', 'data'] },
    problems: [],
  });
});

test('a link to a page of the lesson names the page, its panel and the settings, and nothing that was looked at', () => {
  expect(readAddress(shareLink(present, { start: 'matching', hidden: [] }))).toEqual({
    panel: 'anchors',
    config: present.config,
    view: { ...defaultView, lesson: 'matching' },
    problems: [],
  });
});
