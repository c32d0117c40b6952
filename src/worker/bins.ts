/**
 * @file How objects and images are binned, for the histograms of a data set and for the images that a bin holds.
 */
import type { Annotations } from './annotations';

const sizeBins = 10;
const aspectBins = 12;
const countBins = 13;

/** One bin of a histogram. */
export interface Bin {
  of: 'size' | 'aspect' | 'objects';
  index: number;
}

interface Histograms {
  sizeHistogram: number[];
  aspectHistogram: number[];
  objectsPerImage: number[];
}

/** Bins as `DataSummary` says, of the objects and the images. */
export function histograms(images: readonly Annotations[]): Histograms {
  const size = new Array<number>(sizeBins).fill(0);
  const aspect = new Array<number>(aspectBins).fill(0);
  const objects = new Array<number>(countBins).fill(0);
  for (const image of images) {
    for (const bin of binsOf(image, 'size')) size[bin]++;
    for (const bin of binsOf(image, 'aspect')) aspect[bin]++;
    for (const bin of binsOf(image, 'objects')) objects[bin]++;
  }
  return { sizeHistogram: size, aspectHistogram: aspect, objectsPerImage: objects };
}

/** Whether an image counts in a bin, itself or by one of its objects. */
export function isInBin(image: Annotations, { of, index }: Bin): boolean {
  return binsOf(image, of).includes(index);
}

/** The bin of each object, or the one of the image. */
function binsOf({ width, height, boxes, labels }: Annotations, of: Bin['of']): number[] {
  if (of === 'objects') return [Math.min(countBins - 1, labels.length)];
  return Array.from(labels, (_, i) => {
    const [x0, y0, x1, y1] = boxes.subarray(i * 4, i * 4 + 4);
    // Boxes are inclusive pixels.
    const [w, h] = [x1 - x0 + 1, y1 - y0 + 1];
    const place =
      of === 'size' ? Math.sqrt((w * h) / (width * height)) * sizeBins : Math.log2(w / h) * 2 + aspectBins / 2;
    return Math.max(0, Math.min((of === 'size' ? sizeBins : aspectBins) - 1, Math.floor(place)));
  });
}
