/** @file Digests of bytes: equal ones tell copies. */

/** Browsers give `subtle` to secure pages only. */
export const canDigest = () => globalThis.crypto.subtle !== undefined;

/** SHA-256, hexadecimal. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
