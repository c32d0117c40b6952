/**
 * @file Finds the VOC folders among the files of a data set, wherever they lie in its tree.
 */
import type { ArchiveFile } from '../archive/archive';
import { baseName, stem } from '../archive/paths';

const expected =
  'a folder with Annotations/*.xml and JPEGImages/*.jpg (and ImageSets/Main/*.txt), such as VOCdevkit/VOC2007';
const annotationPath = /^(.*\/)?Annotations\/[^/]+\.xml$/;
const wantedPath =
  /(^|\/)(Annotations\/[^/]+\.xml|JPEGImages\/[^/]+\.(jpe?g|png)|ImageSets\/Main\/[^/]+\.txt|classes\.txt|labelmap\.txt)$/i;

export interface VocLayout {
  /** Path of the folder that holds Annotations, with a slash at its end; empty at the top. */
  root: string;
  /** Other folders with Annotations, which are not read. */
  otherRoots: string[];
  /** By image id, which is the name without its ending. */
  annotations: Map<string, ArchiveFile>;
  images: Map<string, ArchiveFile>;
  /** By list name: `train` for ImageSets/Main/train.txt. */
  lists: Map<string, ArchiveFile>;
  /** classes.txt or CVAT's labelmap.txt beside Annotations, if there is one. */
  classList: ArchiveFile | null;
}

/** True for the files that an import reads; a VOC set also holds segmentations and much else. */
export function isVocFile(path: string): boolean {
  return wantedPath.test(path);
}

/**
 * Sorts files by their role. Of several roots the first by name is taken.
 *
 * @param seen names of all files that were offered, for the message
 * @throws Error saying what was expected and what was found
 */
export function findLayout(files: readonly ArchiveFile[], seen: readonly string[]): VocLayout {
  const roots = new Set<string>();
  for (const { path } of files) {
    const match = annotationPath.exec(path);
    if (match !== null) roots.add(match[1] ?? '');
  }
  const [root, ...otherRoots] = [...roots].sort();
  if (root === undefined) throw new Error(`no VOC data: expected ${expected}; found ${describe(seen)}`);

  const layout: VocLayout = {
    root,
    otherRoots,
    annotations: new Map(),
    images: new Map(),
    lists: new Map(),
    classList: null,
  };
  const inside = files.filter(({ path }) => path.startsWith(root));
  for (const file of inside.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = file.path.slice(root.length);
    if (/^Annotations\//.test(place)) layout.annotations.set(stem(place), file);
    else if (/^JPEGImages\//.test(place)) layout.images.set(stem(place), file);
    else if (/^ImageSets\/Main\//.test(place)) layout.lists.set(stem(place), file);
    else if (!place.includes('/')) layout.classList = file;
  }
  if (layout.images.size === 0) {
    throw new Error(
      `${root}Annotations has ${layout.annotations.size} files, but there is no image in ${root}JPEGImages`,
    );
  }
  return layout;
}

function describe(seen: readonly string[]): string {
  if (seen.length === 0) return 'no file at all: the folder is empty';
  const names = seen.slice(0, 5).map(baseName).join(', ');
  return `${seen.length} files: ${names}${seen.length > 5 ? ', ...' : ''}`;
}
