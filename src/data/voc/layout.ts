/**
 * @file Finds the VOC folders among the files of a data set, wherever they lie in its tree.
 */
import type { ArchiveFile } from '../archive/archive';
import { baseName, stem } from '../archive/paths';

const expected =
  'a folder with Annotations/*.xml and JPEGImages/*.jpg (and ImageSets/Main/*.txt), such as VOCdevkit/VOC2007';
const annotationPath = /^(.*\/)?Annotations\/[^/]+\.[xX][mM][lL]$/;
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
  /** Files of which another has the name, and that other: of `a.jpg` and `a.png` the second is not used. */
  doubles: Map<string, string>;
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
    doubles: new Map(),
    classList: null,
  };
  const put = (role: Map<string, ArchiveFile>, file: ArchiveFile) => {
    const name = stem(file.path);
    const other = role.get(name);
    // Of one path an archive means the last, as when it was added to.
    if (other === undefined || other.path === file.path) role.set(name, file);
    if (other !== undefined) layout.doubles.set(file.path, other.path);
  };
  const inside = files.filter(({ path }) => path.startsWith(root));
  for (const file of inside.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = file.path.slice(root.length);
    if (/^Annotations\//.test(place)) put(layout.annotations, file);
    else if (/^JPEGImages\//.test(place)) put(layout.images, file);
    else if (/^ImageSets\/Main\//.test(place)) put(layout.lists, file);
    else if (!place.includes('/')) layout.classList = file;
  }
  if (layout.images.size === 0) {
    const others = seen.filter((path) => path.startsWith(`${root}JPEGImages/`));
    const found = others.length === 0 ? '' : `; expected *.jpg, *.jpeg or *.png, found ${describe(others)}`;
    throw new Error(
      `${root}Annotations has ${layout.annotations.size} files, but there is no image in ${root}JPEGImages${found}`,
    );
  }
  return layout;
}

function describe(seen: readonly string[]): string {
  if (seen.length === 0) return 'no file at all: the folder is empty';
  const names = seen.toSorted().slice(0, 5).map(baseName).join(', ');
  return `${seen.length} files: ${names}${seen.length > 5 ? ', ...' : ''}`;
}
