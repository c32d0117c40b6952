/**
 * @file Data sets in the origin's private file system, `sets/<id>/`: a pack, and a manifest that is written when the pack
 * is whole. What a crash leaves has no manifest, and goes when the sets are listed next.
 *
 * A tab that writes or removes a set holds its lock alone; those that have it open share it.
 */
import * as v from 'valibot';
import { inUnits } from '../archive/limits';
import type { VocFiles } from '../voc/voc-files';
import { planPack, readPack, writePack } from './pack';

const folderName = 'sets';
const packName = 'pack';
const manifestName = 'manifest.json';
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const manifestSchema = v.object({
  format: v.literal(1),
  id: v.string(),
  name: v.string(),
  /** ISO 8601. */
  created: v.string(),
  images: count,
  /** The lists that were chosen. */
  train: v.string(),
  val: v.string(),
  seal: v.object({ bytes: count, imageBytes: count, indexBytes: count, digest: v.string() }),
});
type Manifest = v.InferOutput<typeof manifestSchema>;

/** A set that the browser keeps. */
export interface StoredSet {
  id: string;
  name: string;
  /** ISO 8601; null, as the two below, where damage hides it. */
  created: string | null;
  images: number | null;
  lists: { train: string; val: string } | null;
  bytes: number;
  /** What is wrong with it, or null. */
  damage: string | null;
}

export interface SetToKeep {
  id: string;
  name: string;
  lists: { train: string; val: string };
  files: VocFiles;
}

/** All sets, newest first. Removes what a crash left, unless a tab is just writing it. */
export async function storedSets(): Promise<StoredSet[]> {
  const folder = await openFolder();
  const ids: string[] = [];
  for await (const id of folder.keys()) ids.push(id);
  const sets = await Promise.all(ids.map((id) => describe(folder, id)));
  const leftOvers = ids.filter((_, i) => sets[i] === null);
  await Promise.all(leftOvers.map((id) => alone(id, () => removeUnfinished(folder, id))));
  const whole = sets.filter((set) => set !== null);
  return whole.sort((a, b) => (b.created ?? '').localeCompare(a.created ?? ''));
}

/** Bytes that the origin may still store; null if the browser does not tell. */
export async function freeBytes(): Promise<number | null> {
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? null : Math.max(0, quota - usage);
}

/**
 * Keeps a set; one that is kept already stays as it is.
 *
 * @param options.onProgress called with the bytes written and those to write
 * @throws Error saying what was needed and what was free, or which file cannot be read; the signal's reason once it is
 *   aborted. Nothing is left behind then.
 */
export async function keepSet(
  { id, name, lists, files }: SetToKeep,
  { signal, onProgress }: { signal: AbortSignal; onProgress(bytes: number, total: number): void },
): Promise<void> {
  const folder = await openFolder();
  const isKept = async () => (await describe(folder, id))?.damage === null;
  // A tab that has it open would be waited for.
  if (await isKept()) return;
  await navigator.locks.request(lockOf(id), { signal }, async () => {
    if (await isKept()) return;
    const plan = planPack(files);
    const free = (await freeBytes()) ?? Number.NaN;
    if (plan.bytes > free) throw new Error(`${tooLarge(name, plan.bytes, free)}.`);
    try {
      await folder.removeEntry(id, { recursive: true }).catch(ignoreMissing);
      const own = await folder.getDirectoryHandle(id, { create: true });
      const seal = await writeFile(own, packName, (write) =>
        writePack(plan, write, { signal, onProgress: (bytes) => onProgress(bytes, plan.bytes) }),
      );
      const created = new Date().toISOString();
      const manifest: Manifest = { format: 1, id, name, created, images: files.images.length, ...lists, seal };
      await writeManifest(own, manifest);
    } catch (cause) {
      await folder.removeEntry(id, { recursive: true }).catch(ignoreMissing);
      if (!isQuota(cause)) throw cause;
      // Browsers round what they tell a page, so that it is no fingerprint.
      throw new Error(`${tooLarge(name, plan.bytes, free)}; yet it refused to store more.`, { cause });
    }
  });
}

/**
 * Opens a set, which no tab can remove until it is released.
 *
 * @throws Error naming the set and what is wrong with it
 */
export async function openStoredSet(id: string) {
  const folder = await openFolder();
  const release = await share(id);
  try {
    const own = await folder.getDirectoryHandle(id).catch(ignoreMissing);
    const manifest = own && (await readManifest(own));
    if (!own || !manifest) throw new Error(`no data set "${id}" is kept in this browser; bring its files again`);
    const { name, seal } = manifest;
    try {
      const pack = await (await own.getFileHandle(packName)).getFile();
      return { name, lists: { train: manifest.train, val: manifest.val }, release, ...(await readPack(pack, seal)) };
    } catch (cause) {
      const reason = cause instanceof DOMException ? 'its file cannot be read' : (cause as Error).message;
      throw new Error(`${name} is damaged in this browser: ${reason}. Delete it, and bring its files again.`, {
        cause,
      });
    }
  } catch (error) {
    release();
    throw error;
  }
}

/** @throws Error if the set is open or being written, in whichever tab */
export async function removeStoredSet(id: string): Promise<void> {
  const folder = await openFolder();
  const removed = await alone(id, () => folder.removeEntry(id, { recursive: true }).catch(ignoreMissing));
  if (!removed) throw new Error('The data set is open, here or in another tab. Open other data there first.');
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

/** Null for a set that was never finished. */
async function describe(folder: FileSystemDirectoryHandle, id: string): Promise<StoredSet | null> {
  const own = await folder.getDirectoryHandle(id).catch(ignoreMissing);
  if (!own) return null;
  const pack = await own.getFileHandle(packName).catch(ignoreMissing);
  const bytes = (await pack?.getFile())?.size ?? 0;
  try {
    const manifest = await readManifest(own);
    if (manifest === null) return null;
    const { name, created, images, train, val, seal } = manifest;
    const damage = bytes === seal.bytes ? null : `it has ${bytes} bytes; expected ${seal.bytes}`;
    return { id, name, created, images, lists: { train, val }, bytes, damage };
  } catch (error) {
    const damage = (error as Error).message;
    return { id, name: `Data set ${id.slice(0, 8)}`, created: null, images: null, lists: null, bytes, damage };
  }
}

/** Null for a set that was never finished. @throws Error if it is not what {@link writeManifest} wrote */
async function readManifest(own: FileSystemDirectoryHandle): Promise<Manifest | null> {
  const handle = await own.getFileHandle(manifestName).catch(ignoreMissing);
  const text = await (await handle?.getFile())?.text();
  // It is there, and empty, from the moment on that it is begun.
  if (!text) return null;
  try {
    return v.parse(manifestSchema, JSON.parse(text));
  } catch (cause) {
    throw new Error('its manifest cannot be read', { cause });
  }
}

/** It is replaced when it is closed: whoever reads it reads all of it. */
function writeManifest(own: FileSystemDirectoryHandle, manifest: Manifest): Promise<void> {
  return writeFile(own, manifestName, (write) => write(new TextEncoder().encode(JSON.stringify(manifest))));
}

async function writeFile<T>(
  own: FileSystemDirectoryHandle,
  name: string,
  fill: (write: (part: Uint8Array<ArrayBuffer>) => Promise<void>) => Promise<T>,
): Promise<T> {
  const file = await (await own.getFileHandle(name, { create: true })).createWritable();
  try {
    const result = await fill((part) => file.write(part));
    await file.close();
    return result;
  } catch (error) {
    await file.abort().catch(() => {});
    throw error;
  }
}

async function removeUnfinished(folder: FileSystemDirectoryHandle, id: string): Promise<void> {
  // It may have been finished since.
  if ((await describe(folder, id)) === null) await folder.removeEntry(id, { recursive: true }).catch(ignoreMissing);
}

function lockOf(id: string): string {
  return `ssd-lab set ${id}`;
}

/** Works on a set that no tab has; false if one has it. */
function alone(id: string, work: () => Promise<void>): Promise<boolean> {
  return navigator.locks.request(lockOf(id), { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
    return lock !== null;
  });
}

/** Shares a set with other readers. @returns what lets go of it */
function share(id: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(lockOf(id), { mode: 'shared', ifAvailable: true }, (lock) => {
        if (lock === null) throw new Error('The data set is being written or removed in another tab; try again.');
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

function tooLarge(name: string, needed: number, free: number): string {
  return `${name} stays open but is not kept: it needs ${inUnits(needed)}, and the browser says that ${inUnits(free)} are free`;
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
}
