/**
 * @file Whether a set counts pixels from 1, as VOC does, or from 0; only the whole set can tell.
 *
 * Objects that are cut off by the left or upper border begin at the first pixel. If as many of them begin at 0 as at 1,
 * the set counts from 0. If then some end at the width or the height, which the last pixel counted from 0 never does,
 * its boxes end behind their last pixel, which is the same number as VOC's last pixel.
 */
import type { Repair } from '../../types';
import type { AnnotatedObject, Annotation } from '../annotation';

export interface CoordinateBase {
  countsFromZero: boolean;
  reason: string;
  /** The likelier first. */
  choices: Repair['choices'];
}

const inclusive = { value: 'all', label: 'Add 1 to all coordinates' };
const halfOpen = { value: 'begin', label: 'Add 1 to xmin and ymin' };

/** @param images the size is that of the image's own header */
export function findCoordinateBase(
  images: readonly { width: number; height: number; annotation: Annotation }[],
): CoordinateBase {
  let [zeros, ones, ends] = [0, 0, 0];
  for (const image of images) {
    const width = image.annotation.width || image.width;
    const height = image.annotation.height || image.height;
    for (const { box } of image.annotation.objects) {
      const begin = Math.min(box[0], box[1]);
      if (begin >= 0 && begin < 1) zeros++;
      if (begin >= 1 && begin < 2) ones++;
      if (box[2] === width || box[3] === height) ends++;
    }
  }
  const border = ends === 0 ? 'none ends at the width or height' : `${ends} end at the width or height`;
  return {
    countsFromZero: zeros > 0 && zeros >= ones,
    reason: `coordinates count from 0, where VOC counts from 1: ${zeros} boxes begin at 0, ${ones} at 1, and ${border}`,
    choices: ends === 0 ? [inclusive, halfOpen] : [halfOpen, inclusive],
  };
}

/** The annotation counted from 1. */
export function rebase(annotation: Annotation, choice: string): Annotation {
  const end = choice === inclusive.value ? 1 : 0;
  const move = ({ box: [xmin, ymin, xmax, ymax], ...object }: AnnotatedObject): AnnotatedObject => ({
    ...object,
    box: [xmin + 1, ymin + 1, xmax + end, ymax + end],
  });
  return { ...annotation, objects: annotation.objects.map(move) };
}
