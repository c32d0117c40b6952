/** @file The columns of the histograms by name: as they are labelled, and as the filter above the images says them. */
import type { Bin } from '../../../worker';

export const sizeLabels = Array.from({ length: 10 }, (_, i) => `${i * 10}%`);
/** Half octaves around 1; the first column holds all that is narrower, the last all that is wider. */
export const aspectLabels = Array.from({ length: 12 }, (_, i) => (2 ** (i / 2 - 3)).toPrecision(2).replace(/\.0$/, ''));
export const countLabels = Array.from({ length: 13 }, (_, i) => (i === 12 ? '12+' : String(i)));

/** `an object of 20% to 30% of the image`. */
export function binName({ of, index }: Bin): string {
  if (of === 'objects') return `${countLabels[index]} ${index === 1 ? 'object' : 'objects'}`;
  if (of === 'size') return `an object of ${index * 10}% to ${(index + 1) * 10}% of the image's side`;
  if (index === 0) return `an object of aspect below ${aspectLabels[1]}`;
  if (index === 11) return `an object of aspect ${aspectLabels[11]} and more`;
  return `an object of aspect ${aspectLabels[index]} to ${aspectLabels[index + 1]}`;
}
