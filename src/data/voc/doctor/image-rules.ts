/**
 * @file What may be wrong with an annotation as a whole: the size that it gives, and the image that it names.
 */
import { baseName, stem } from '../../archive/paths';
import type { Facts, Patch } from '../../types';
import type { Annotation } from '../annotation';
import { objectFacts } from './object-rules';
import type { Rule } from './rule';

export interface ImageContext {
  /** Size in the image's own header. */
  width: number;
  height: number;
  /** Path of the image. */
  file: string;
}

type ImageRule = Rule<Annotation, ImageContext>;

const sizeMissing: ImageRule = {
  code: 'size-missing',
  severity: 'warning',
  find(annotation, image) {
    const missing = (['width', 'height'] as const).filter((side) => !((annotation[side] ?? 0) > 0));
    if (missing.length === 0) return null;
    const found = missing.map((side) => `${side} is ${annotation[side] ?? 'missing'}`).join(' and ');
    return `${found}; the image has ${image.width} x ${image.height} pixels`;
  },
  choices: () => [{ value: 'repair', label: 'Write the size of the image' }],
  repair: (annotation, _, { width, height }) => ({
    ...annotation,
    width: (annotation.width ?? 0) > 0 ? annotation.width : width,
    height: (annotation.height ?? 0) > 0 ? annotation.height : height,
  }),
};

/**
 * Boxes of a resized copy lie elsewhere in this image, those of a rotated one lie there and may still fit: whether the
 * size or the boxes are wrong is a guess, of which the likelier comes first.
 */
const sizeWrong: ImageRule = {
  code: 'size-wrong',
  severity: 'error',
  find({ width, height }, image) {
    if (width === image.width && height === image.height) return null;
    return `annotation is for ${width} x ${height} pixels; the image has ${image.width} x ${image.height}`;
  },
  choices({ width, height, objects }, image) {
    const stretch = (image.width / width!) * (height! / image.height);
    const scaled = Math.abs(stretch - 1) < 0.02;
    const fits = objects.every(({ box }) => !(box[2] > image.width) && !(box[3] > image.height));
    return [
      ...(scaled ? [{ value: 'scale', label: 'Scale the boxes to the image' }] : []),
      ...(fits ? [{ value: 'size', label: 'Write the size of the image, keep the boxes' }] : []),
    ];
  },
  repair(annotation, choice, { width, height }) {
    const scaleX = choice === 'scale' ? width / annotation.width! : 1;
    const scaleY = choice === 'scale' ? height / annotation.height! : 1;
    const objects = annotation.objects.map((object) => {
      const [xmin, ymin, xmax, ymax] = object.box;
      // The outer edges are scaled: pixel 1 begins at 0.
      const [left, top, right, bottom] = [
        (xmin - 1) * scaleX + 1,
        (ymin - 1) * scaleY + 1,
        xmax * scaleX,
        ymax * scaleY,
      ];
      return { ...object, box: [cents(left), cents(top), cents(right), cents(bottom)] as const };
    });
    return { ...annotation, width, height, objects };
  },
};

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

const fileName: ImageRule = {
  code: 'filename-wrong',
  severity: 'warning',
  find({ filename }, { file }) {
    if (filename === null) return null;
    const named = baseName(filename.replaceAll('\\', '/')).toLowerCase();
    const own = stem(file).toLowerCase();
    return named === own || stem(named) === own
      ? null
      : `filename is "${filename}"; the image of this annotation is ${baseName(file)}`;
  },
  choices: (_, { file }) => [{ value: 'repair', label: `Write ${baseName(file)}` }],
  repair: (annotation, _, { file }) => ({ ...annotation, filename: baseName(file) }),
};

export const imageRules = [sizeMissing, sizeWrong, fileName];

/** What differs between two states of an annotation, in the words of its file. */
export function annotationPatches(file: string, before: Annotation, after: Annotation): Patch[] {
  const head = ({ filename, width, height }: Annotation): Facts => ({ filename, width, height });
  const rows = [
    { object: null, before: head(before), after: head(after) },
    ...before.objects.map((object, i) => ({
      object: object.place,
      before: objectFacts(object),
      after: objectFacts(after.objects[i]),
    })),
  ];
  return rows
    .filter((row) => Object.entries(row.before).some(([key, value]) => row.after[key] !== value))
    .map((row) => ({ file, ...row }));
}
