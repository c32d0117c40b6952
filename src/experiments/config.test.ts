import { describe, expect, test } from 'vitest';
import { parseRunConfig } from './config';

describe('own anchors', () => {
  const sizes = [20, 35, 55];
  const ratios = [
    [1, 2, 0.5],
    [1, 3, 0.4],
  ];
  const parse = (anchors: unknown) => parseRunConfig({ data: { kind: 'sprites' }, model: 'ssd_64_smoke', anchors });

  test('are kept; without them the model has its own', () => {
    expect(parse({ sizes, ratios }).anchors).toEqual({ sizes, ratios });
    expect(parse(undefined).anchors).toBeNull();
  });

  test.each([
    [
      'too few sizes',
      { sizes: [20, 35], ratios },
      'anchors.sizes: got 2; expected 3, one more than the maps of ssd_64_smoke',
    ],
    ['a map too many', { sizes, ratios: [...ratios, [1]] }, 'anchors.ratios: got 3 lists; expected 2, one a map of'],
    [
      'too few ratios',
      { sizes, ratios: [[1, 2], ratios[1]] },
      'anchors.ratios.0: got 2; expected 3, as map 0 of ssd_64',
    ],
    ['no square', { sizes, ratios: [[2, 2, 0.5], ratios[1]] }, 'anchors.ratios.0.0: got 2; expected 1'],
    ['no size', { sizes: [0, 35, 55], ratios }, 'anchors.sizes.0: got 0; expected >=0.001'],
    ['an endless size', { sizes: [20, 35, Infinity], ratios }, 'anchors.sizes.2: got Infinity; expected <=1000000'],
    ['a negative ratio', { sizes, ratios: [[1, -2, 0.5], ratios[1]] }, 'anchors.ratios.0.1: got -2; expected >=0.001'],
  ])('%s is named', (_, anchors, words) => {
    expect(() => parse(anchors)).toThrow(words);
  });
});
