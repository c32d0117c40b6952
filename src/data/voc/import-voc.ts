/**
 * @file Imports a VOC data set: from the user's files to records, with a reason for everything that is not used.
 *
 * The result is a function of the files' contents alone: not of their order, nor of whether they came as a folder, a
 * zip or a tar.
 */
import { planPack } from '../store/pack';
import type { VocSet } from '../types';
import { allRepairs, examine } from './doctor/examine';
import { identify } from './identity';
import { type ImportOptions, readVocFiles, type VocFiles } from './voc-files';

/** A set that was read, to be examined with whatever repairs the reader applies. */
export interface OpenedVoc {
  /** What tells it from every other set; null where the page may not compute it. */
  id: string | null;
  /** What it takes to keep it in the browser. */
  bytes: number;
  files: VocFiles;
  /** As it is, without any repair. */
  set: VocSet;
}

/**
 * Imports the files of a folder, or the one .zip, .tar or .tar.gz that is given.
 *
 * @throws Error if there is nothing to train on, not even after all repairs: no VOC folder, a list that does not exist,
 *   a split without a usable image, a broken archive. The signal's reason once it is aborted.
 */
export async function openVoc(
  files: readonly { path: string; file: Blob }[],
  options: ImportOptions,
): Promise<OpenedVoc> {
  const read = await readVocFiles(files, options);
  return openVocFiles(read, await identify(read));
}

/** The same of files that were read. */
export function openVocFiles(files: VocFiles, id: string | null): OpenedVoc {
  const set = examine(files);
  if (set.splits.train.length === 0 || set.splits.val.length === 0) checkUsable(files, set);
  return { id, bytes: planPack(files).bytes, files, set };
}

/** The set as it is, without any repair: see {@link openVoc}. */
export async function importVoc(...args: Parameters<typeof openVoc>): Promise<VocSet> {
  return (await openVoc(...args)).set;
}

function checkUsable({ lists, ...files }: VocFiles, set: VocSet): void {
  const { splits } = examine({ lists, ...files }, allRepairs(set.findings));
  for (const name of ['train', 'val'] as const) {
    if (splits[name].length > 0) continue;
    const first = set.rejected[0];
    const refusal = first === undefined ? '' : `; first refusal: ${first.file}: ${first.reason}`;
    const named = lists === null ? files.images.length : lists[name].length;
    throw new Error(`no image of the ${name} list can be used; it names ${named}${refusal}`);
  }
}
