/**
 * @file Reads the files of a VOC set, all of them once: what they say, before the doctor judges it.
 */
import { type Archive, type ArchiveFile, openArchive } from '../archive/archive';
import { stem } from '../archive/paths';
import type { Finding, Rejection } from '../types';
import { type AnnotatedImage, type ImageFacts, type LookAtImage, readPair } from './annotated-image';
import { parseClassList } from './classes';
import { remark } from './doctor/rule';
import { findLayout, isVocFile, type VocLayout } from './layout';
import { type ListEntry, readLists } from './lists';
import { type Pair, pairFiles } from './pairing';
import { textOf } from './text';

export interface ImportOptions {
  /** Names of the lists in ImageSets/Main. */
  train: string;
  val: string;
  signal?: AbortSignal | undefined;
  /** Files found so far while an archive is listed (total null), then images read of all. */
  onProgress?: ((done: number, total: number | null) => void) | undefined;
  /** Without it, images are not decoded: damage within them and a want of colour are not found. */
  look?: LookAtImage | undefined;
  /** What is known of images, by their path; they are not read again. */
  known?: ReadonlyMap<string, ImageFacts> | undefined;
}

export interface VocFiles {
  /** All files of the archive that a VOC set may have. */
  archive: Archive;
  /** Those that were read. */
  used: ReadonlySet<ArchiveFile>;
  /** The entries of all lists; without lists, all annotations. */
  listed: ListEntry[];
  /** Path of the folder that holds Annotations, with a slash at its end; empty at the top. */
  root: string;
  images: AnnotatedImage[];
  /** What could not be read at all, and what is not used. */
  findings: Finding[];
  /** Null where the images are to be split instead. */
  lists: { train: ListEntry[]; val: ListEntry[] } | null;
  /** Why they are to be split, or null. */
  complaint: string | null;
  /** Class names that the set declares, or null. */
  declared: string[] | null;
  notes: string[];
}

/** Reads wait for the disk, so several are under way at once. */
const readsAtOnce = 16;

/**
 * Reads the files of a folder, or the one .zip, .tar or .tar.gz that is given.
 *
 * @throws Error if there is no VOC folder, a list that does not exist, a broken archive; the signal's reason once aborted
 */
export async function readVocFiles(
  files: readonly { path: string; file: Blob }[],
  options: ImportOptions,
): Promise<VocFiles> {
  const seen = new Set<string>();
  const wanted = (path: string) => {
    seen.add(path);
    return isVocFile(path);
  };
  const onProgress = (found: number) => options.onProgress?.(found, null);
  const archive = await openArchive(files, { wanted, signal: options.signal, onProgress });
  return readVocArchive(archive, options, [...seen]);
}

/** The same of files that are listed already. @param seen names of all files that were offered, for the message */
export async function readVocArchive(
  archive: Archive,
  options: ImportOptions,
  seen: readonly string[],
): Promise<VocFiles> {
  const layout = findLayout(archive.files, seen);
  const { chosen, all, complaint } = await readLists(layout, options);
  const { pairs, findings } = await pairFiles(all, layout);
  const read = await readPairs(pairs, archive, options);
  return {
    archive,
    used: new Set([
      ...pairs.flatMap(({ annotation, image }) => [annotation, image]),
      ...layout.lists.values(),
      ...(layout.classList === null ? [] : [layout.classList]),
    ]),
    listed: all,
    root: layout.root,
    images: read.filter(isImage),
    findings: [
      ...archive.refused.map(refusedMember),
      ...findings,
      ...read.filter((result): result is Finding => !isImage(result)),
      ...[...layout.doubles].map(double),
      ...(chosen === null ? withoutAnnotation(layout, pairs) : unlisted(layout, all)),
    ],
    lists: chosen,
    complaint,
    declared: layout.classList && (await readClassList(layout.classList)),
    notes: noteRoots(layout),
  };
}

/** Null if it names none. */
async function readClassList({ path, read }: ArchiveFile): Promise<string[] | null> {
  const names = parseClassList(path, textOf(await read()));
  return names.length === 0 ? null : names;
}

function isImage(result: AnnotatedImage | Finding): result is AnnotatedImage {
  return 'annotation' in result;
}

/** Reads all pairs, several at a time, as they lie in the archive; the results come in the order of the pairs. */
async function readPairs(
  pairs: readonly Pair[],
  archive: Archive,
  { signal, onProgress, look, known = new Map() }: ImportOptions,
): Promise<(AnnotatedImage | Finding)[]> {
  const results: (AnnotatedImage | Finding)[] = new Array(pairs.length);
  const place = new Map(archive.files.map((file, i) => [file, i]));
  const placeOf = (pair: number) => place.get(pairs[pair].image)!;
  const order = pairs.map((_, i) => i).sort((a, b) => placeOf(a) - placeOf(b));
  let next = 0;
  let done = 0;
  const readOn = async () => {
    while (next < order.length) {
      signal?.throwIfAborted();
      const i = order[next++];
      results[i] = await readPair(pairs[i], look ?? null, known);
      onProgress?.(++done, pairs.length);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, readOn));
  signal?.throwIfAborted();
  return results;
}

function refusedMember({ file, reason }: Rejection): Finding {
  return remark({ file, line: null, object: null, image: null }, 'archive-member', 'error', reason);
}

function double([path, used]: [path: string, used: string]): Finding {
  const reason =
    path === used ? 'stands in the archive again; the last one is used' : `is not used: ${used} has its name`;
  return remark({ file: path, line: null, object: null, image: null }, 'file-twice', 'warning', reason);
}

/** Of a set without lists every image is meant. */
function withoutAnnotation(layout: VocLayout, pairs: readonly Pair[]): Finding[] {
  const paired = new Set(pairs.map(({ image }) => image));
  return [...layout.images.values()]
    .filter((image) => !layout.annotations.has(stem(image.path)) && !paired.has(image))
    .map(({ path }) => {
      const site = { file: path, line: null, object: null, image: null };
      return remark(site, 'image-without-annotation', 'warning', 'the image has no annotation and is not used');
    });
}

/** The lists decide; but who forgot to list an image should hear of it. */
function unlisted(layout: VocLayout, entries: readonly ListEntry[]): Finding[] {
  const listed = new Set(entries.map(({ id }) => id));
  const others = [...layout.annotations.keys()].filter((id) => !listed.has(id) && layout.images.has(id));
  if (others.length === 0) return [];
  const some = `${others.slice(0, 3).join(', ')}${others.length > 3 ? ', ...' : ''}`;
  const site = { file: `${layout.root}ImageSets/Main`, line: null, object: null, image: null };
  return [remark(site, 'image-unlisted', 'note', `${others.length} annotated images are in no list: ${some}`)];
}

function noteRoots({ root, otherRoots }: VocLayout): string[] {
  return otherRoots.length === 0 ? [] : [`read ${root || 'the top folder'} and not ${otherRoots.join(', ')}`];
}
