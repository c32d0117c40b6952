/**
 * @file A folder, a .zip, a .tar or a .tar.gz as one list of files.
 *
 * What the source is, is told by its first bytes and not by its name. The bytes of a file stay on disk until it is
 * opened, except in a .tar.gz, which can only be read from its beginning: of that, the wanted files are kept.
 */
import type { Rejection } from '../types';
import { BlobSource, type ByteSource, StreamSource } from './byte-source';
import { isNoise, memberPath } from './paths';
import { walkTar } from './tar';
import { listZip } from './zip';

export interface ArchiveFile {
  path: string;
  /** The bytes, read through `plainMember`. */
  open(): Promise<Blob>;
}

export interface Archive {
  files: ArchiveFile[];
  /** Links and paths that lead out of the archive, and members that cannot be read. */
  refused: Rejection[];
}

export interface OpenOptions {
  /** Which paths to keep. */
  wanted: (path: string) => boolean;
  signal?: AbortSignal | undefined;
  /** Called with the number of files found so far. */
  onProgress?: ((found: number) => void) | undefined;
}

/**
 * Lists the files of a folder, or of the archive that is the only file given.
 *
 * @throws Error naming the archive if it is broken or cut short; the signal's reason if it is aborted
 */
export async function openArchive(
  files: readonly { path: string; file: Blob }[],
  options: OpenOptions,
): Promise<Archive> {
  const kind = files.length === 1 ? await sniff(files[0].path, files[0].file) : 'folder';
  const archive: Archive = { files: [], refused: [] };
  if (kind === 'folder') {
    // A dropped folder's paths begin with a slash; it is the user's own choice of root, not a way out.
    for (const { path, file } of files) keep(archive, path.replace(/^\/+/, ''), async () => file, options);
    return archive;
  }
  const [{ path, file }] = files;
  try {
    if (kind === 'zip') await readZip(file, archive, options);
    else if (kind === 'tar') await readTar(new BlobSource(file), archive, options);
    else await readTarGz(file, archive, options);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  return archive;
}

async function sniff(path: string, file: Blob): Promise<'zip' | 'tar' | 'tar.gz' | 'folder'> {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const starts = (at: number, ...bytes: number[]) => bytes.every((byte, i) => head[at + i] === byte);
  if (starts(0, 0x50, 0x4b, 3, 4) || starts(0, 0x50, 0x4b, 5, 6)) return 'zip';
  if (starts(0, 0x1f, 0x8b)) return 'tar.gz';
  if (starts(257, 0x75, 0x73, 0x74, 0x61, 0x72)) return 'tar';
  if (/\.(zip|tar|tgz|tar\.gz)$/i.test(path)) {
    throw new Error(`${path}: its first bytes are not those of a zip, a tar or a tar.gz (${file.size} bytes in all)`);
  }
  return 'folder';
}

async function readZip(file: Blob, archive: Archive, options: OpenOptions): Promise<void> {
  for (const entry of await listZip(file)) {
    options.signal?.throwIfAborted();
    if (entry.refusal === null) keep(archive, entry.path, entry.open, options);
    else archive.refused.push({ file: entry.path, object: null, reason: entry.refusal });
  }
}

async function readTar(source: ByteSource, archive: Archive, options: OpenOptions): Promise<void> {
  const wanted = (name: string) => {
    const path = memberPath(name);
    return path === null || options.wanted(path);
  };
  for await (const entry of walkTar(source, wanted)) {
    options.signal?.throwIfAborted();
    if (entry.kind === 'file') keep(archive, entry.path, async () => entry.body, options);
    else archive.refused.push({ file: entry.path, object: null, reason: `${entry.what}; links are not followed` });
  }
}

async function readTarGz(file: Blob, archive: Archive, options: OpenOptions): Promise<void> {
  const source = new StreamSource(file.stream().pipeThrough(new DecompressionStream('gzip')));
  try {
    await readTar(source, archive, options);
  } finally {
    await source.cancel().catch(() => {});
  }
}

function keep(archive: Archive, name: string, open: () => Promise<Blob>, options: OpenOptions): void {
  const path = memberPath(name);
  if (path === null) {
    archive.refused.push({ file: name, object: null, reason: 'its path leads out of the archive; it is not followed' });
  } else if (!isNoise(path) && options.wanted(path)) {
    archive.files.push({ path, open });
    options.onProgress?.(archive.files.length);
  }
}
