/** @file A kept set, opened as if its files had just been imported: the same set, and the same report. */
import { type OpenedVoc, openVocFiles } from '../voc/import-voc';
import { readVocArchive } from '../voc/voc-files';
import { openStoredSet } from './stored-sets';

export interface OpenedStored extends OpenedVoc {
  name: string;
  lists: { train: string; val: string };
  /** Lets go of the set, so that it may be removed. */
  release(): void;
}

/**
 * Opens a kept set without reading its images.
 *
 * @param lists those to use; null for those that were chosen when it was kept
 * @throws Error if it is not there, damaged, or has no such list; the signal's reason once it is aborted
 */
export async function openStoredVoc(
  id: string,
  lists: OpenedStored['lists'] | null,
  options: { signal?: AbortSignal; onProgress?(done: number, total: number | null): void },
): Promise<OpenedStored> {
  const stored = await openStoredSet(id);
  const { archive, known, name, release } = stored;
  try {
    const chosen = lists ?? stored.lists;
    const files = await readVocArchive(archive, { ...options, ...chosen, known }, []);
    return { ...openVocFiles(files, id), name, lists: chosen, release };
  } catch (error) {
    release();
    throw error;
  }
}
