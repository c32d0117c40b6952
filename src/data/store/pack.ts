/**
 * @file A data set as one file: the images that were read, end to end, and after them its texts and an index.
 *
 * Each file of the origin's private file system costs trips to another process to make, to write and to open. The index
 * also holds what the import found out about each image, so that a kept set opens without reading them.
 */
import type { Archive, ArchiveFile } from '../archive/archive';
import { WindowedBlob } from '../archive/window';
import type { Rejection } from '../types';
import type { ImageFacts } from '../voc/annotated-image';
import { sha256 } from '../voc/digest';
import type { VocFiles } from '../voc/voc-files';

interface Index {
  /** `at` is null for a file that was not read: its name alone matters. */
  files: { path: string; at: number | null; bytes: number }[];
  refused: Rejection[];
  images: [path: string, facts: ImageFacts][];
}

/** Where everything will lie, before anything is read. */
export interface PackPlan {
  /** In the order of their bytes: images, then texts. */
  files: ArchiveFile[];
  index: Uint8Array<ArrayBuffer>;
  /** Of images alone. */
  imageBytes: number;
  /** Of all. */
  bytes: number;
}

/** What tells whether a pack is whole: its size, and the digest of its texts and its index. */
export interface PackSeal {
  bytes: number;
  imageBytes: number;
  indexBytes: number;
  digest: string;
}

/** Files read at once: 48 photographs, or one picture of any size. */
const groupBytes = 4 * 2 ** 20;
/** Annotations may lie among the images: to read 5,000 of them at once would be to hold the whole set. */
const groupFiles = 64;

export function planPack({ archive, used, images }: VocFiles): PackPlan {
  const isText = ({ path }: ArchiveFile) => /\.(xml|txt)$/i.test(path);
  const pictures = [...used].filter((file) => !isText(file));
  const files = [...pictures, ...[...used].filter(isText)];
  const places = new Map<ArchiveFile, number>();
  let end = 0;
  for (const file of files) {
    places.set(file, end);
    end += file.bytes;
  }
  const index: Index = {
    files: archive.files.map((file) => ({ path: file.path, at: places.get(file) ?? null, bytes: file.bytes })),
    refused: archive.refused,
    images: images.map(({ file, width, height, grey, hash }) => [file, { width, height, grey, hash }]),
  };
  const encoded = new TextEncoder().encode(JSON.stringify(index));
  const imageBytes = pictures.reduce((sum, { bytes }) => sum + bytes, 0);
  return { files, index: encoded, imageBytes, bytes: end + encoded.length };
}

/**
 * Writes a pack, a few files at a time.
 *
 * @param write puts bytes behind those before
 * @param onProgress called with the bytes written so far
 * @throws Error naming the file that cannot be read any more; what `write` throws; the signal's reason once it is aborted
 */
export async function writePack(
  { files, index, imageBytes, bytes }: PackPlan,
  write: (part: Uint8Array<ArrayBuffer>) => Promise<void>,
  { signal, onProgress }: { signal: AbortSignal; onProgress(bytes: number): void },
): Promise<PackSeal> {
  const tail: Uint8Array<ArrayBuffer>[] = [];
  let written = 0;
  const put = async (parts: Uint8Array<ArrayBuffer>[]) => {
    signal.throwIfAborted();
    await write(joined(parts));
    for (const part of parts) {
      if (written >= imageBytes) tail.push(part);
      written += part.length;
    }
    onProgress(written);
  };
  for (const group of groups(files)) await put(await Promise.all(group.map(readWhole)));
  await put([index]);
  const digest = await sha256(await new Blob(tail).arrayBuffer());
  return { bytes, imageBytes, indexBytes: index.length, digest };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** At most `groupFiles` neighbours, of at most `groupBytes` together. */
function* groups(files: readonly ArchiveFile[]): Generator<ArchiveFile[]> {
  let group: ArchiveFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (group.length === groupFiles || (group.length > 0 && bytes + file.bytes > groupBytes)) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(file);
    bytes += file.bytes;
  }
  if (group.length > 0) yield group;
}

async function readWhole(file: ArchiveFile): Promise<Uint8Array<ArrayBuffer>> {
  const found = await file.read().catch((cause: Error) => {
    throw new Error(`${file.path}: ${cause.message}`, { cause });
  });
  if (found.length === file.bytes) return found;
  throw new Error(`${file.path}: has ${found.length} bytes; it had ${file.bytes} when it was imported`);
}

/**
 * The files of a pack, as those of any archive, and what is known of their images.
 *
 * @throws Error saying what is damaged
 */
export async function readPack(
  pack: Blob,
  { bytes, imageBytes, indexBytes, digest }: PackSeal,
): Promise<{ archive: Archive; known: Map<string, ImageFacts> }> {
  if (pack.size !== bytes) throw new Error(`it has ${pack.size} bytes; expected ${bytes}`);
  const tail = await pack.slice(imageBytes).arrayBuffer();
  if ((await sha256(tail)) !== digest) throw new Error('its texts or its index are not those that were written');
  const index = JSON.parse(new TextDecoder().decode(new Uint8Array(tail, tail.byteLength - indexBytes))) as Index;
  const images = new WindowedBlob(pack);
  const files = index.files.map(({ path, at, bytes }) => {
    const start = at ?? Number.NaN;
    return {
      path,
      bytes,
      open: async () => ({ whole: pack, start, end: start + bytes }),
      read: async () =>
        start < imageBytes ? images.read(start, start + bytes) : new Uint8Array(tail, start - imageBytes, bytes),
    };
  });
  return { archive: { files, refused: index.refused }, known: new Map(index.images) };
}
