/**
 * @file A member of an archive as a Blob that may still be compressed.
 *
 * A slice of a zip costs no memory, an inflated copy of every image does. So a deflated member stays a slice of the
 * archive, says so in its media type (which survives structured cloning), and is inflated by whoever reads it: to the
 * size that the archive's directory gives, and not a byte further.
 */
import { type BlobRange, StreamSource } from './byte-source';

export type Member = Blob | BlobRange;

export function sizeOf(member: Member): number {
  return member instanceof Blob ? member.size : member.end - member.start;
}

const deflated = /^application\/x-deflate-raw;bytes=(\d+)$/;

/** Marks a slice of raw deflate data. @param bytes its size when it is inflated */
export function deflatedMember(slice: Blob, bytes: number): Blob {
  return slice.slice(0, slice.size, `application/x-deflate-raw;bytes=${bytes}`);
}

/**
 * The plain bytes of a member; a member that is not compressed is returned as it is.
 *
 * @throws Error if the compressed data are broken or are not of the size that was said
 */
export async function plainMember(member: Member): Promise<Blob> {
  if (!(member instanceof Blob)) return member.whole.slice(member.start, member.end);
  const marked = deflated.exec(member.type);
  if (marked === null) return member;
  const bytes = Number(marked[1]);
  const source = new StreamSource(member.stream().pipeThrough(new DecompressionStream('deflate-raw')));
  try {
    const plain = await source.take(bytes);
    const further = await source.read(1);
    if (plain.size === bytes && further.length === 0) return plain;
    const found = plain.size < bytes ? plain.size : `more than ${bytes}`;
    throw new Error(`unpacks to ${found} bytes; the directory of its zip says ${bytes}`);
  } finally {
    await source.cancel().catch(() => {});
  }
}
