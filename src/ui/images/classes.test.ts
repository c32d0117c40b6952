import { expect, test } from 'vitest';
import { byFamily, classColour, inkOn } from './classes';

test('the colours follow the alphabet of the VOC classes', () => {
  expect([classColour('aeroplane'), classColour('tvmonitor')]).toEqual(['#3d5f62', '#736193']);
});

test('a class outside VOC has one colour, always', () => {
  expect(classColour('spaceship')).toMatch(/^#[0-9a-f]{6}$/);
  expect(classColour('spaceship')).toBe(classColour('spaceship'));
});

test('letters on a class colour have a contrast of at least 4.5 to 1', () => {
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const className of byFamily(['person', 'bus', 'dog', 'sofa', 'cow']).flatMap(({ classes }) => classes)) {
    const colour = classColour(className);
    const [low, high] = [luminance(colour), luminance(inkOn(colour))].toSorted((a, b) => a - b);
    expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
  }
});

test('classes stand in their families, unknown ones last, empty families not at all', () => {
  expect(byFamily(['sofa', 'robot', 'person'])).toEqual([
    { name: 'Person', classes: ['person'] },
    { name: 'Indoor', classes: ['sofa'] },
    { name: 'Other', classes: ['robot'] },
  ]);
});
