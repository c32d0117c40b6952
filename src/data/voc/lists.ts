/**
 * @file Which images train and which validate: what the lists of ImageSets/Main say.
 */
import type { VocLayout } from './layout';
import { linesOf } from './lines';
import { textOf } from './text';

/** An image named by a list (with its one-based line), or by the mere presence of its annotation. */
export interface ListEntry {
  id: string;
  file: string;
  line: number | null;
}

export interface ImageLists {
  /** The entries of the two named lists; null where the images are to be split instead. */
  chosen: { train: ListEntry[]; val: ListEntry[] } | null;
  /** Entries of all lists, train and val first; an image may occur many times. Without lists, all annotations. */
  all: ListEntry[];
  /** Why the images are to be split, or null. */
  complaint: string | null;
}

/**
 * Reads the lists and picks the two named ones.
 *
 * Without any list, all annotated images are to be split. With lists of other names only, as some tools write them, all
 * listed images are, provided that the default names were asked for: a name that was chosen must exist.
 *
 * @throws Error naming the lists that exist if a chosen one does not
 */
export async function readLists(layout: VocLayout, names: { train: string; val: string }): Promise<ImageLists> {
  const found = [...layout.lists.keys()].sort();
  const folder = `${layout.root}ImageSets/Main`;
  if (found.length === 0) {
    const all = [...layout.annotations].map(([id, file]) => ({ id, file: file.path, line: null }));
    return { chosen: null, all, complaint: `${folder} has no list` };
  }
  const lists = new Map<string, ListEntry[]>();
  for (const name of new Set([names.train, names.val, ...found])) {
    const file = layout.lists.get(name);
    if (file === undefined) continue;
    const isImage = (id: string) => layout.annotations.has(id) || layout.images.has(id);
    lists.set(name, parseList(file.path, textOf(await file.read()), isImage));
  }
  const all = [...lists.values()].flat();
  const train = lists.get(names.train);
  const val = lists.get(names.val);
  if (train !== undefined && val !== undefined) return { chosen: { train, val }, all, complaint: null };

  const complaint = `${folder} has ${found.join(', ')}`;
  if (train === undefined && val === undefined && names.train === 'train' && names.val === 'val') {
    return { chosen: null, all, complaint: `${complaint} but neither train nor val` };
  }
  throw new Error(`no list "${train === undefined ? names.train : names.val}": ${complaint}`);
}

/**
 * Parses a list: an id a line, or an id and a flag as in the lists of one class, where -1 says that the class is absent.
 *
 * @param isImage tells an id that has a space before its last number from one with a flag
 * @throws Error if a line is too long for a name
 */
export function parseList(file: string, text: string, isImage: (id: string) => boolean): ListEntry[] {
  const entries: ListEntry[] = [];
  for (const [i, line] of linesOf(file, text).entries()) {
    const whole = line.trim();
    const flagged = isImage(whole) ? null : /^(.*\S)\s+(-1|0|1)$/.exec(whole);
    const id = flagged?.[1] ?? whole;
    if (id !== '' && flagged?.[2] !== '-1') entries.push({ id, file, line: i + 1 });
  }
  return entries;
}
