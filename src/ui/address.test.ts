import { expect, test } from 'vitest';
import { defaultRunConfig } from '../experiments';
import { readAddress, writeAddress } from './address';

test('an empty address is the Train panel with the default run', () => {
  expect(readAddress('')).toEqual({ panel: 'train', config: defaultRunConfig(), problems: [] });
});

test('panel and configuration survive the way through the address bar', () => {
  const config = { ...defaultRunConfig(), steps: 7 };
  expect(writeAddress({ panel: 'data', config })).toBe('#data/v1&steps=7');
  expect(readAddress('#data/v1&steps=7')).toEqual({ panel: 'data', config, problems: [] });
});

test('an unknown panel is named and the rest is used', () => {
  const { panel, config, problems } = readAddress('#decode/v1&steps=7');
  expect(panel).toBe('train');
  expect(config.steps).toBe(7);
  expect(problems).toEqual(['"decode" is not a panel of this lab']);
});
