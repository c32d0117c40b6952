/**
 * @file A member of an archive, which may still be compressed.
 *
 * A part of a zip costs no memory, an inflated copy of every image does. So a deflated member stays where it is, and is
 * inflated by whoever reads it: to the size that the archive's directory gives, and not a byte further.
 */
import { inflateSync } from 'fflate';
import { type BlobRange, StreamSource } from './byte-source';

export type Member = Blob | BlobRange;

export function sizeOf(member: Member): number {
  return member instanceof Blob ? member.size : member.end - member.start;
}

/**
 * The plain bytes of a member.
 *
 * @throws Error if the compressed data are broken or are not of the size that was said
 */
export async function plainMember(member: Member): Promise<Blob> {
  if (member instanceof Blob) return member;
  const { whole, start, end, unpacksTo } = member;
  const bytes = whole.slice(start, end);
  return unpacksTo === undefined
    ? bytes
    : new Blob([await inflated(new Uint8Array(await bytes.arrayBuffer()), unpacksTo)]);
}

/**
 * More packed bytes than these go through the browser's own stream, which can be stopped but costs more by the file than
 * by the byte. Fewer make about 1 GiB at the most, whatever their directory says.
 */
const mostAtOnce = 2 ** 20;

/**
 * Inflates raw deflate data.
 *
 * @param bytes how many they make
 * @throws Error if they are broken or make fewer or more
 */
export async function inflated(packed: Uint8Array<ArrayBuffer>, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const plain = await (packed.length > mostAtOnce ? inflateStream : inflateAtOnce)(packed, bytes + 1);
  if (plain.length === bytes) return plain;
  const found = plain.length < bytes ? plain.length : `more than ${bytes}`;
  throw new Error(`unpacks to ${found} bytes; the directory of its zip says ${bytes}`);
}

/** @param most bytes, after which no more are kept */
function inflateAtOnce(packed: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  try {
    return inflateSync(packed, { out: new Uint8Array(most) }) as Uint8Array<ArrayBuffer>;
  } catch (cause) {
    throw new Error(`compressed data is broken or cut short (${(cause as Error).message})`, { cause });
  }
}

/** @param most bytes, after which it stops */
async function inflateStream(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const source = new StreamSource(unpacked);
  try {
    return await source.read(most);
  } finally {
    await source.cancel().catch(() => {});
  }
}
