/**
 * @file The last two checkpoints of a run as files of the origin's private file system.
 *
 * Each is written over the older one, and a file is replaced when it is closed: whatever dies at whatever moment leaves
 * a whole one.
 */

import { attempt } from './storage-error';

const slots = [0, 1] as const;
const folderName = 'checkpoints';

/** The methods throw DOMExceptions as the browser does, but for `write`. */
export class CheckpointFiles {
  /** @throws StorageError if it cannot be written; what was there before is there still */
  write(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return attempt('write a checkpoint', () => this.#write(id, bytes));
  }

  async #write(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const folder = await open();
    const ages = await Promise.all(slots.map(async (slot) => (await fileOf(folder, id, slot))?.lastModified ?? 0));
    const slot = ages[0] <= ages[1] ? 0 : 1;
    const handle = await folder.getFileHandle(nameOf(id, slot), { create: true });
    const file = await handle.createWritable();
    try {
      await file.write(bytes);
    } catch (error) {
      await file.abort().catch(() => {});
      throw error;
    }
    await file.close();
  }

  /** Newest first; they may be damaged. */
  async read(id: string): Promise<Uint8Array<ArrayBuffer>[]> {
    const folder = await open();
    const files = await Promise.all(slots.map((slot) => fileOf(folder, id, slot)));
    const present = files.filter((file) => file !== null).sort((a, b) => b.lastModified - a.lastModified);
    return Promise.all(present.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  }

  async remove(id: string): Promise<void> {
    const folder = await open();
    await Promise.all(slots.map((slot) => folder.removeEntry(nameOf(id, slot)).catch(ignoreMissing)));
  }
}

async function open(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

function nameOf(id: string, slot: number): string {
  return `${id}.${slot}`;
}

async function fileOf(folder: FileSystemDirectoryHandle, id: string, slot: number): Promise<File | null> {
  const handle = await folder.getFileHandle(nameOf(id, slot)).catch(ignoreMissing);
  return handle ? handle.getFile() : null;
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
}
