/**
 * @file Weights as files of the origin's private file system, `runs/<id>.weights`.
 *
 * A file is replaced when it is closed, so that a tab that dies while it writes leaves the old weights whole.
 */

/** The methods throw DOMExceptions as the browser does. */
export class WeightFiles {
  async read(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const handle = await orNull(this.#open(id, false));
    return handle && new Uint8Array(await (await handle.getFile()).arrayBuffer());
  }

  async write(id: string, weights: Uint8Array): Promise<void> {
    const handle = await this.#open(id, true);
    const file = await handle.createWritable();
    try {
      await file.write(weights as Uint8Array<ArrayBuffer>);
    } catch (error) {
      await file.abort().catch(() => {});
      throw error;
    }
    await file.close();
  }

  async remove(id: string): Promise<void> {
    const folder = await this.#folder();
    await orNull(folder.removeEntry(fileName(id)));
  }

  async #open(id: string, create: boolean): Promise<FileSystemFileHandle> {
    const folder = await this.#folder();
    return folder.getFileHandle(fileName(id), { create });
  }

  async #folder(): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle('runs', { create: true });
  }
}

function fileName(id: string): string {
  return `${id}.weights`;
}

/** Null for a file that is not there. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}
