/**
 * @file Small VOC folders on disk for the tests: real pictures that the browser decodes, and files broken on purpose.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { annotation, bareJpeg } from '../src/data/voc/voc.fixture';
import { encodePng } from './png';

/** Files by their path below the VOC folder. */
export type VocFiles = Record<string, string | Uint8Array>;

const [width, height] = [100, 80];
/** A grey picture with a lighter rectangle. */
const picture = encodePng(width, height, (x, y) => (x >= 10 && x < 60 && y >= 10 && y < 60 ? 220 : 90));

/** Writes the files into `folder`/VOC. @returns the path of that folder */
export function writeVoc(folder: string, files: VocFiles): string {
  const root = join(folder, 'VOC');
  mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A picture and its annotation. @param objects each as `name xmin ymin xmax ymax` */
export function pair(id: string, ...objects: string[]): VocFiles {
  return { [`Annotations/${id}.xml`]: annotation(objects), [`JPEGImages/${id}.png`]: picture };
}

export function lists(train: string[], val: string[]): VocFiles {
  const text = (ids: string[]) => ids.map((id) => `${id}\n`).join('');
  return { 'ImageSets/Main/train.txt': text(train), 'ImageSets/Main/val.txt': text(val) };
}

const goodPairs = {
  ...pair('a', 'dog 10 10 60 60'),
  ...pair('b', 'cat 20 20 80 70', 'person 5 5 30 75'),
  ...pair('c', 'car 1 1 100 80'),
  ...pair('d', 'dog 30 20 90 60'),
};
/** Three images to train on and one to validate on, four objects and one. */
export const goodVoc: VocFiles = { ...goodPairs, ...lists(['a', 'b', 'c'], ['d']) };

/** Something wrong with one image of a set. */
interface Fault {
  name: string;
  /** The files of the image with this id. */
  files(id: string): VocFiles;
  /** How it is refused; the reason goes on after this beginning, or around it. */
  refusal(id: string): { file: string; object: number | null; reason: string };
}

const box = 'dog 10 10 60 60';
const jpeg = Uint8Array.from(bareJpeg(width, height));

/** One fault each, as people's data sets have them. */
export const faults: readonly Fault[] = [
  {
    name: 'a JPEG that is cut short',
    files: (id) => ({ [`Annotations/${id}.xml`]: annotation([box]), [`JPEGImages/${id}.jpg`]: jpeg.subarray(0, -2) }),
    refusal: (id) => ({ file: `JPEGImages/${id}.jpg`, object: null, reason: 'JPEG is cut short: it has no end mark' }),
  },
  {
    name: 'a JPEG whose picture does not decode',
    files: (id) => ({ [`Annotations/${id}.xml`]: annotation([box]), [`JPEGImages/${id}.jpg`]: jpeg }),
    refusal: (id) => ({ file: `JPEGImages/${id}.jpg`, object: null, reason: 'image does not decode' }),
  },
  {
    name: 'XML that does not parse',
    files: (id) => ({ ...pair(id, box), [`Annotations/${id}.xml`]: '<annotation>\n<object>\n</annotation>' }),
    refusal: (id) => ({ file: `Annotations/${id}.xml`, object: null, reason: 'XML does not parse: line 3' }),
  },
  {
    name: 'a box with xmax <= xmin',
    files: (id) => pair(id, box, 'cat 60 10 60 40'),
    refusal: (id) => ({
      file: `Annotations/${id}.xml`,
      object: 2,
      reason: 'cat: box (60, 10, 60, 40) has xmax <= xmin',
    }),
  },
  {
    name: 'an unknown class',
    files: (id) => pair(id, box, 'unicorn 10 10 60 60'),
    refusal: (id) => ({ file: `Annotations/${id}.xml`, object: 2, reason: 'unknown class "unicorn"' }),
  },
  {
    name: 'an entry in a list without an image',
    files: (id) => ({ [`Annotations/${id}.xml`]: annotation([box]) }),
    refusal: (id) => ({
      file: 'ImageSets/Main/train.txt',
      object: null,
      reason: `names "${id}", but there is no image JPEGImages/${id}.jpg`,
    }),
  },
];

/** Faulty images in the train list, after the good ones. @param faulty by image id */
export function besideGood(faulty: Readonly<Record<string, Fault>>): VocFiles {
  const files = Object.entries(faulty).map(([id, fault]) => fault.files(id));
  return Object.assign({}, goodPairs, ...files, lists(['a', 'b', 'c', ...Object.keys(faulty)], ['d']));
}
