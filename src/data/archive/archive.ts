/**
 * @file A folder, a .zip, a .tar or a .tar.gz as one list of files.
 *
 * What the source is, is told by its first bytes and not by its name. The bytes of a file stay on disk until it is
 * opened, except in a .tar.gz, which can only be read from its beginning: of that, the wanted files are kept.
 */
import type { Rejection } from '../types';
import { BlobSource, type ByteSource, StreamSource } from './byte-source';
import { excessOf, inUnits, limits, mostUnpacked } from './limits';
import { type Member, plainMember, sizeOf } from './member';
import { isNoise, memberPath } from './paths';
import { walkTar } from './tar';
import { WindowedBlob } from './window';
import { listZip } from './zip';

export interface ArchiveFile {
  path: string;
  /** Its size once unpacked. */
  bytes: number;
  /** Where the bytes are, to be read through `plainMember` at any time. */
  open(): Promise<Member>;
  /** The bytes; those of neighbours together. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Archive {
  files: ArchiveFile[];
  /** Links and paths that lead out of the archive, and members that cannot be read or are too large. */
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
    for (const { path, file } of files) {
      const kept = admit(archive, path.replace(/^\/+/, ''), file.size, options);
      if (kept !== null)
        add(
          archive,
          separate(kept, file.size, async () => file),
          options,
        );
    }
    return archive;
  }
  const [{ path, file }] = files;
  try {
    if (kind === 'zip') await readZip(file, archive, options);
    else if (kind === 'tar') await readTar(new BlobSource(file, tarWindowBytes), file, archive, options);
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

/** A tar has its headers between its files: one read of this many bytes finds those of 40 photographs. */
const tarWindowBytes = 2 ** 22;

async function readZip(file: Blob, archive: Archive, options: OpenOptions): Promise<void> {
  let bytes = 0;
  for (const entry of await listZip(file)) {
    options.signal?.throwIfAborted();
    if (entry.refusal !== null) {
      refuse(archive, entry.path, entry.refusal);
      continue;
    }
    const kept = admit(archive, entry.path, entry.bytes, options);
    if (kept === null) continue;
    bytes += entry.bytes;
    const { open, read } = entry;
    add(archive, { path: kept, bytes: entry.bytes, open, read }, options);
  }
  const most = mostUnpacked(file.size);
  if (bytes > most) throw new Error(`unpacks to ${inUnits(bytes)}; expected at most ${inUnits(most)} for its size`);
}

/** @param file what the bytes come from */
async function readTar(source: ByteSource, file: Blob, archive: Archive, options: OpenOptions): Promise<void> {
  const whole = new WindowedBlob(file);
  for await (const entry of walkTar(source, (name, bytes) => admit(archive, name, bytes, options))) {
    options.signal?.throwIfAborted();
    if (entry.kind === 'file') {
      const { path, body } = entry;
      const file = separate(path, sizeOf(body), async () => body);
      add(archive, body instanceof Blob ? file : { ...file, read: () => whole.read(body.start, body.end) }, options);
    } else refuse(archive, entry.path, entry.reason);
  }
}

async function readTarGz(file: Blob, archive: Archive, options: OpenOptions): Promise<void> {
  const unpacked = file.stream().pipeThrough(new DecompressionStream('gzip'));
  const source = new StreamSource(unpacked, mostUnpacked(file.size));
  try {
    await readTar(source, file, archive, options);
  } finally {
    await source.cancel().catch(() => {});
  }
}

/** The path that a file is kept under; null if it is not wanted, or refused. @param bytes unpacked */
function admit(archive: Archive, name: string, bytes: number, { wanted }: OpenOptions): string | null {
  const path = memberPath(name);
  if (path === null) {
    refuse(archive, name, 'its path leads out of the archive; it is not followed');
    return null;
  }
  if (isNoise(path) || !wanted(path)) return null;
  const excess = excessOf(path, bytes);
  if (excess === null) return path;
  refuse(archive, path, excess);
  return null;
}

/** A file that is read on its own. */
function separate(path: string, bytes: number, open: ArchiveFile['open']): ArchiveFile {
  return { path, bytes, open, read: async () => new Uint8Array(await (await plainMember(await open())).arrayBuffer()) };
}

function add(archive: Archive, file: ArchiveFile, { onProgress }: OpenOptions): void {
  archive.files.push(file);
  onProgress?.(archive.files.length);
}

function refuse({ refused }: Archive, path: string, reason: string): void {
  if (refused.length === limits.refused) {
    throw new Error(`has more than ${limits.refused} links and members that cannot be used; is this a data set?`);
  }
  const file = path.length > 200 ? `${path.slice(0, 200)}...` : path;
  refused.push({ file, object: null, reason });
}
