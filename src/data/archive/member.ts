/**
 * @file A member of an archive as a Blob that may still be compressed.
 *
 * A slice of a zip costs no memory, an inflated copy of every image does. So a deflated member stays a slice of the
 * archive, says so in its media type (which survives structured cloning), and is inflated by whoever reads it.
 */
const deflated = 'application/x-deflate-raw';

/** Marks a slice of raw deflate data. */
export function deflatedMember(slice: Blob): Blob {
  return slice.slice(0, slice.size, deflated);
}

/**
 * The plain bytes of a member; a member that is not compressed is returned as it is.
 *
 * @throws Error if the compressed data is broken
 */
export async function plainMember(member: Blob): Promise<Blob> {
  if (member.type !== deflated) return member;
  try {
    return await new Response(member.stream().pipeThrough(new DecompressionStream('deflate-raw'))).blob();
  } catch (cause) {
    throw new Error('its compressed data is broken or cut short', { cause });
  }
}
