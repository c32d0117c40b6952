import { expect, test } from 'vitest';
import { aspectLabels, binName, countLabels } from './bin-names';

test('aspects are half octaves around 1', () => {
  expect(aspectLabels.slice(4, 9)).toEqual(['0.50', '0.71', '1', '1.4', '2']);
});

test('a filter is said in words, with the ends of its bin', () => {
  expect(binName({ of: 'size', index: 2 })).toBe("an object of 20% to 30% of the image's side");
  expect(binName({ of: 'aspect', index: 6 })).toBe('an object of aspect 1 to 1.4');
  expect(binName({ of: 'aspect', index: 0 })).toBe('an object of aspect below 0.18');
  expect(binName({ of: 'objects', index: 12 })).toBe('12+ objects');
  expect(countLabels).toHaveLength(13);
});
