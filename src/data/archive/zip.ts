/**
 * @file Lists a zip from its central directory and opens members lazily, as parts of the archive.
 *
 * Format: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3 (zip64). Stored and deflated members are read; the two cover
 * every common writer.
 */
import type { BlobRange } from './byte-source';
import { inUnits, limits } from './limits';
import { inflated } from './member';
import { WindowedBlob } from './window';

const text = new TextDecoder();

export interface ZipEntry {
  path: string;
  /** Null if the member is a plain file that can be opened; else why it is refused. */
  refusal: string | null;
  /** Its size unpacked, as the directory says. */
  bytes: number;
  /** Where the member's bytes are, still compressed where the archive compressed them (see member.ts). */
  open(): Promise<BlobRange>;
  /** The plain bytes; those of neighbours come from one read. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The members of a zip, without the folders. Only the central directory is read.
 *
 * @throws Error if the archive has no readable central directory, as when it is cut short
 */
export async function listZip(zip: Blob): Promise<ZipEntry[]> {
  const directory = await findDirectory(zip);
  if (directory.count > limits.members) {
    throw new Error(`zip has ${directory.count} members; expected at most ${limits.members}`);
  }
  if (directory.size > limits.directoryBytes) {
    const most = inUnits(limits.directoryBytes);
    throw new Error(`zip has a directory of ${inUnits(directory.size)}; expected at most ${most}`);
  }
  const bytes = await zip.slice(directory.offset, directory.offset + directory.size).arrayBuffer();
  const view = new DataView(bytes);
  const windows = new WindowedBlob(zip);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < directory.count; i++) {
    const broken = () => new Error(`zip directory is broken at entry ${i + 1} of ${directory.count}`);
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) throw broken();
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const end = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (end > view.byteLength) throw broken();
    const path = text.decode(new Uint8Array(bytes, at + 46, nameLength));
    const wide = readZip64(view, at, at + 46 + nameLength, extraLength);
    if (wide === null) throw broken();
    if (!path.endsWith('/')) entries.push(readEntry(zip, windows, view, at, path, wide));
    at = end;
  }
  return entries;
}

function readEntry(
  zip: Blob,
  windows: WindowedBlob,
  view: DataView,
  at: number,
  path: string,
  place: MemberPlace,
): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const { offset, packed, bytes } = place;
  /** The local header repeats the name but may have other extra fields than the directory. */
  const open = async (): Promise<BlobRange> => {
    const local = new DataView((await windows.read(offset, offset + 30)).buffer);
    if (local.byteLength < 30 || local.getUint32(0, true) !== 0x04034b50) {
      throw new Error(`zip has no member at byte ${offset}, where its directory says ${path} is`);
    }
    const start = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const end = Math.min(start + packed, zip.size);
    if (method !== 0) return { whole: zip, start, end, unpacksTo: bytes };
    if (end - start === bytes) return { whole: zip, start, end };
    throw new Error(`has ${end - start} bytes; the directory of its zip says ${bytes}`);
  };
  return {
    path,
    bytes,
    refusal: refuse(flags, method, view.getUint32(at + 38, true) >>> 16),
    open,
    async read() {
      const { start, end, unpacksTo } = await open();
      const data = await windows.read(start, end);
      return unpacksTo === undefined ? data : inflated(data, unpacksTo);
    },
  };
}

function refuse(flags: number, method: number, unixMode: number): string | null {
  if ((unixMode & 0xf000) === 0xa000) return 'a symbolic link; links are not followed';
  if ((flags & 1) !== 0) return 'encrypted; expected a zip without a password';
  if (method !== 0 && method !== 8) return `compressed by method ${method}; expected stored (0) or deflated (8)`;
  return null;
}

interface MemberPlace {
  /** Where its local header begins. */
  offset: number;
  /** Its size in the zip, and its size unpacked. */
  packed: number;
  bytes: number;
}

/** A field of all ones is found in the zip64 extra field instead; null if that field is cut short. */
function readZip64(view: DataView, at: number, extra: number, length: number): MemberPlace | null {
  const fields = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  for (let field = extra; field + 4 <= extra + length; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    for (const [i, narrow] of fields.entries()) {
      if (narrow !== 0xffffffff) continue;
      if (value + 8 > extra + length) return null;
      fields[i] = Number(view.getBigUint64(value, true));
      value += 8;
    }
  }
  return { bytes: fields[0], packed: fields[1], offset: fields[2] };
}

interface Directory {
  offset: number;
  size: number;
  count: number;
}

/** The end record is the last thing in the file but for a comment of at most 65,535 bytes. */
async function findDirectory(zip: Blob): Promise<Directory> {
  const tailStart = Math.max(0, zip.size - 65557);
  const tail = new DataView(await zip.slice(tailStart).arrayBuffer());
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== 0x06054b50) continue;
    if (at + 22 + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
    const disk = tail.getUint16(at + 4, true);
    if (disk !== 0 && disk !== 0xffff) throw new Error(`zip is part ${disk + 1} of several; expected it in one file`);
    const directory =
      at >= 20 && tail.getUint32(at - 20, true) === 0x07064b50
        ? await readWideEnd(zip, Number(tail.getBigUint64(at - 12, true)))
        : {
            count: tail.getUint16(at + 10, true),
            size: tail.getUint32(at + 12, true),
            offset: tail.getUint32(at + 16, true),
          };
    if (directory.offset + directory.size > tailStart + at) break;
    return directory;
  }
  throw new Error('zip has no directory at its end; it is broken or cut short');
}

async function readWideEnd(zip: Blob, offset: number): Promise<Directory> {
  const end = new DataView(await zip.slice(offset, offset + 56).arrayBuffer());
  if (end.byteLength < 56 || end.getUint32(0, true) !== 0x06064b50) {
    throw new Error(`zip has no zip64 directory at byte ${offset}; it is broken or cut short`);
  }
  return {
    count: Number(end.getBigUint64(32, true)),
    size: Number(end.getBigUint64(40, true)),
    offset: Number(end.getBigUint64(48, true)),
  };
}
