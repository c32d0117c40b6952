/**
 * @file Walks a tar header by header; the bodies are taken lazily or passed over.
 *
 * Reads the ustar prefix, GNU long names and pax headers (of one file and global), which is what GNU tar, bsdtar,
 * Python and 7-Zip write. Format: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block".
 */
import type { ByteSource } from './byte-source';
import { limits } from './limits';
import { type Member, sizeOf } from './member';

const block = 512;
const text = new TextDecoder();

export type TarEntry =
  /** The path is what `admit` made of the member's name. */
  | { kind: 'file'; path: string; body: Member }
  /** A link, device or unknown kind: never followed. */
  | { kind: 'other'; path: string; reason: string };

/** Folders, and the name of the whole: they hold nothing. */
const silent = ['5', 'V'];
const sparse = 'a sparse file, of which the archive holds pieces; expected the whole';
const kinds: Readonly<Record<string, string>> = {
  '1': 'a hard link; links are not followed',
  '2': 'a symbolic link; links are not followed',
  '3': 'a device; links are not followed',
  '4': 'a device; links are not followed',
  '6': 'a pipe; links are not followed',
  M: 'the rest of a file that begins in another archive; expected the whole',
  S: sparse,
};

/**
 * The entries of a tar, in order. Folders are left out.
 *
 * @param admit the path to give a file under, by its name and size; null passes it over
 * @throws Error naming the byte offset if a header is broken or the archive ends early
 */
export async function* walkTar(
  source: ByteSource,
  admit: (name: string, bytes: number) => string | null,
): AsyncGenerator<TarEntry> {
  const globals = new Map<string, string>();
  let locals = new Map<string, string>();
  for (let headers = 0; ; headers++) {
    const offset = source.position;
    if (headers > limits.members) throw new Error(`tar has more than ${limits.members} members`);
    const header = await source.read(block);
    if (header.length < block)
      throw new Error(`tar ends at byte ${offset + header.length} without an end mark; it is cut short`);
    // One block of zeros ends the archive; the second that POSIX asks for is not always written.
    if (header.every((byte) => byte === 0)) return;
    checkSum(header, offset);

    const type = String.fromCharCode(header[156]);
    const size = Number(locals.get('size') ?? globals.get('size') ?? readSize(header));
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new Error(`tar header at byte ${offset} gives its member ${size} bytes; expected a size`);
    }
    if (type === 'x' || type === 'g') {
      const records = readPax(await readBody(source, size, 'pax header'));
      for (const [key, value] of records) (type === 'g' ? globals : locals).set(key, value);
      continue;
    }
    if (type === 'L' || type === 'K') {
      const name = readText(await readBody(source, size, 'long name'), 0, size);
      locals.set(type === 'L' ? 'path' : 'linkpath', name);
      continue;
    }

    const path = locals.get('path') ?? globals.get('path') ?? readName(header);
    const pieces = [...locals.keys()].some((key) => key.startsWith('GNU.sparse.'));
    locals = new Map();
    const isFile = !pieces && (type === '0' || type === '\0' || type === '7');
    const kept = isFile ? admit(path, size) : null;
    if (kept !== null) {
      const body = await source.take(size);
      await pad(source, size, sizeOf(body), path);
      yield { kind: 'file', path: kept, body };
    } else {
      await pad(source, size, await source.skip(size), path);
      if (!isFile && !silent.includes(type)) {
        const reason = pieces ? sparse : (kinds[type] ?? `an entry of type "${type}"; expected a file`);
        yield { kind: 'other', path, reason };
      }
    }
  }
}

/** Passes over the padding to the next block. */
async function pad(source: ByteSource, size: number, found: number, path: string): Promise<void> {
  if (found < size) throw new Error(`tar is cut short: ${path} has ${found} of ${size} bytes`);
  await source.skip((block - (size % block)) % block);
}

async function readBody(source: ByteSource, size: number, what: string): Promise<Uint8Array> {
  // Headers hold names; a large one is a broken or hostile file, not a name.
  if (size > 1 << 20) throw new Error(`tar has a ${what} of ${size} bytes; expected less than 1 MiB`);
  const body = await source.read(size);
  await pad(source, size, body.length, `a ${what}`);
  return body;
}

function checkSum(header: Uint8Array, offset: number): void {
  let sum = 0;
  // The checksum's own eight bytes count as spaces.
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : header[i];
  const stored = readOctal(header, 148, 8);
  if (sum !== stored) throw new Error(`tar header at byte ${offset} has checksum ${sum}; it says ${stored}`);
}

function readName(header: Uint8Array): string {
  const name = readText(header, 0, 100);
  const prefix = readText(header, 257, 6).startsWith('ustar') ? readText(header, 345, 155) : '';
  // GNU tar keeps times where ustar keeps the prefix; its magic is "ustar " with a space.
  const isPosix = header[262] === 0;
  return prefix !== '' && isPosix ? `${prefix}/${name}` : name;
}

function readSize(header: Uint8Array): number {
  if ((header[124] & 0x80) === 0) return readOctal(header, 124, 12);
  // Base 256, for files of 8 GiB and more.
  let size = 0;
  for (let i = 125; i < 136; i++) size = size * 256 + header[i];
  return size;
}

function readOctal(bytes: Uint8Array, start: number, length: number): number {
  const digits = readText(bytes, start, length).trim();
  if (digits === '') return 0;
  // Else "-1" would be a size, and the walk would go back and never end.
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function readText(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return text.decode(end < 0 ? field : field.subarray(0, end));
}

/** Records of the form "length key=value\n", where length counts the whole record in bytes. */
function readPax(body: Uint8Array): [string, string][] {
  const records: [string, string][] = [];
  for (let at = 0; at < body.length; ) {
    const length = Number.parseInt(text.decode(body.subarray(at, at + 20)), 10);
    const record = text.decode(body.subarray(at, at + length));
    const match = /^\d+ ([^=]+)=(.*)\n$/s.exec(record);
    if (match === null) {
      const found = text.decode(body.subarray(at, at + 40));
      throw new Error(`tar has a pax record "${found}"; expected "length key=value"`);
    }
    records.push([match[1], match[2]]);
    at += length;
  }
  return records;
}
