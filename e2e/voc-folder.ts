/**
 * @file Small VOC folders on disk for the tests, with real pictures that the browser decodes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { annotation } from '../src/data/voc/voc.fixture';
import { encodePng } from './png';

/** Files by their path below the VOC folder. */
export type VocFiles = Record<string, string | Uint8Array>;

export const [width, height] = [100, 80];
/** A grey picture with a lighter rectangle. */
export const picture = encodePng(width, height, (x, y) => (x >= 10 && x < 60 && y >= 10 && y < 60 ? 220 : 90));

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

/** Images in the train list, after the good ones. @param others by their id, which the list may call otherwise */
export function besideGood(
  others: Readonly<Record<string, { files(id: string): VocFiles; listed?: string }>>,
): VocFiles {
  const files = Object.entries(others).map(([id, other]) => other.files(id));
  const listed = Object.entries(others).map(([id, other]) => other.listed ?? id);
  return Object.assign({}, goodPairs, ...files, lists(['a', 'b', 'c', ...listed], ['d']));
}
