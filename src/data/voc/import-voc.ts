/**
 * @file Imports a VOC data set: from the user's files to records, with a reason for everything that is not used.
 *
 * The result is a function of the files' contents alone: not of their order, nor of whether they came as a folder, a
 * zip or a tar.
 */
import { openArchive } from '../archive/archive';
import { plainMember } from '../archive/member';
import type { Rejection, VocRecord, VocSet } from '../types';
import { chooseClasses, parseClassList } from './classes';
import { type Draft, readDraft } from './draft';
import { findLayout, isVocFile, type VocLayout } from './layout';
import { type ListEntry, readLists } from './lists';

export interface ImportOptions {
  /** Names of the lists in ImageSets/Main. */
  train: string;
  val: string;
  signal?: AbortSignal | undefined;
  /** Files found so far while an archive is listed (total null), then images read of all. */
  onProgress?: ((done: number, total: number | null) => void) | undefined;
}

/** Reads wait for the disk, so several are under way at once. */
const readsAtOnce = 16;

/**
 * Imports the files of a folder, or the one .zip, .tar or .tar.gz that is given.
 *
 * @throws Error if there is nothing to train on: no VOC folder, a list that does not exist, a split without a usable
 *   image, a broken archive. The signal's reason once it is aborted.
 */
export async function importVoc(
  files: readonly { path: string; file: Blob }[],
  options: ImportOptions,
): Promise<VocSet> {
  const seen = new Set<string>();
  const wanted = (path: string) => {
    seen.add(path);
    return isVocFile(path);
  };
  const onProgress = (found: number) => options.onProgress?.(found, null);
  const archive = await openArchive(files, { wanted, signal: options.signal, onProgress });
  const layout = findLayout(archive.files, [...seen]);
  const lists = await readLists(layout, options);

  const rejected = [...archive.refused];
  const ids = completeIds(lists.all, layout, rejected);
  const drafts = await readDrafts(ids, layout, rejected, options);
  const { classes, records } = await applyClasses(drafts, layout, rejected);

  const indexOf = new Map(records.map(({ id }, i) => [id, i]));
  const splits = {
    train: pickRecords('train', lists.train, indexOf, rejected),
    val: pickRecords('val', lists.val, indexOf, rejected),
  };
  return {
    records,
    classes,
    splits,
    rejected,
    notes: [...noteRoots(layout), ...(lists.note === null ? [] : [lists.note]), ...noteLeaks(records, splits)],
    allLists: { images: records.length, objects: records.reduce((sum, { objects }) => sum + objects.length, 0) },
  };
}

/** Each listed id once, if it has an annotation and an image; the others are refused where they are first named. */
function completeIds(entries: readonly ListEntry[], layout: VocLayout, rejected: Rejection[]): string[] {
  const first = new Map<string, ListEntry>();
  for (const entry of entries) if (!first.has(entry.id)) first.set(entry.id, entry);
  const ids: string[] = [];
  for (const { id, file, line } of first.values()) {
    const missing: string[] = [];
    if (!layout.annotations.has(id)) missing.push(`annotation Annotations/${id}.xml`);
    if (!layout.images.has(id)) missing.push(`image JPEGImages/${id}.jpg`);
    if (missing.length === 0) ids.push(id);
    else {
      const who = line === null ? '' : `line ${line} names "${id}", but `;
      rejected.push({ file, object: null, reason: `${who}there is no ${missing.join(' and no ')}` });
    }
  }
  return ids;
}

/** Reads all pairs, several at a time; drafts and refusals come in the order of the ids. */
async function readDrafts(
  ids: readonly string[],
  layout: VocLayout,
  rejected: Rejection[],
  { signal, onProgress }: ImportOptions,
): Promise<Draft[]> {
  const results: { draft: Draft | null; rejected: Rejection[] }[] = new Array(ids.length);
  let next = 0;
  let done = 0;
  const readOn = async () => {
    while (next < ids.length) {
      signal?.throwIfAborted();
      const i = next++;
      const own: Rejection[] = [];
      const pair = { annotation: layout.annotations.get(ids[i])!, image: layout.images.get(ids[i])! };
      results[i] = { draft: await readDraft(ids[i], pair, own), rejected: own };
      onProgress?.(++done, ids.length);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, readOn));
  signal?.throwIfAborted();
  for (const result of results) rejected.push(...result.rejected);
  return results.flatMap(({ draft }) => draft ?? []);
}

/** Chooses the class list and drops the objects outside it. */
async function applyClasses(
  drafts: readonly Draft[],
  layout: VocLayout,
  rejected: Rejection[],
): Promise<{ classes: string[]; records: VocRecord[] }> {
  const declared =
    layout.classList === null ? null : parseClassList(await (await plainMember(await layout.classList.open())).text());
  const names = drafts.flatMap(({ objects }) => objects.map(({ className }) => className));
  const { classes, origin } = chooseClasses(declared, names);
  const known = new Set(classes);
  const records: VocRecord[] = [];
  for (const { annotationFile: file, objects, ...rest } of drafts) {
    const used = objects.filter(({ className }) => known.has(className));
    for (const { className, place } of objects) {
      if (known.has(className)) continue;
      rejected.push({ file, object: place, reason: `unknown class "${className}": ${origin}` });
    }
    if (used.length === 0 && objects.length > 0) {
      rejected.push({ file, object: null, reason: 'none of its objects can be used' });
    } else {
      records.push({ ...rest, objects: used.map(({ place: _, ...object }) => object) });
    }
  }
  return { classes, records };
}

function pickRecords(
  name: string,
  entries: readonly ListEntry[],
  indexOf: ReadonlyMap<string, number>,
  rejected: readonly Rejection[],
): number[] {
  const picked = [...new Set(entries.map(({ id }) => id))].flatMap((id) => indexOf.get(id) ?? []);
  if (picked.length > 0) return picked;
  const first = rejected.length === 0 ? '' : `; first refusal: ${rejected[0].file}: ${rejected[0].reason}`;
  throw new Error(`no image of the ${name} list can be used; it names ${entries.length}${first}`);
}

function noteRoots({ root, otherRoots }: VocLayout): string[] {
  return otherRoots.length === 0 ? [] : [`read ${root || 'the top folder'} and not ${otherRoots.join(', ')}`];
}

/** VOC2012's 2007_NNNNNN is the same photograph as VOC2007's NNNNNN (756 pairs, 287 of them in the official test set). */
function noteLeaks(records: readonly VocRecord[], splits: VocSet['splits']): string[] {
  const photograph = (index: number) => records[index].id.replace(/^2007_(\d{6})$/, '$1');
  const trained = new Set(splits.train.map(photograph));
  const shared = splits.val.filter((index) => trained.has(photograph(index)));
  if (shared.length === 0) return [];
  const some = shared.slice(0, 3).map((index) => records[index].id);
  return [`photographs of val that are in train too: ${shared.length} (${some.join(', ')}); they flatter the mAP`];
}
