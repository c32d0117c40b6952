/** @file What tells a data set from every other. */
import { canDigest, sha256 } from './digest';
import type { VocFiles } from './voc-files';

/**
 * Equal for sets with the same files, in whatever order and archive they came, and whichever lists were chosen.
 *
 * @returns 32 hexadecimal digits, or null where the page may not compute them
 */
export async function identify({ images, findings, listed, declared }: VocFiles): Promise<string | null> {
  if (!canDigest()) return null;
  const content = [
    images.map(({ file, annotationFile, hash, annotation }) =>
      JSON.stringify([file, annotationFile, hash, annotation]),
    ),
    findings.map(({ id, reason }) => JSON.stringify([id, reason])),
    listed.map(({ file, line, id }) => JSON.stringify([file, line, id])),
  ].map((entries) => entries.sort());
  const bytes = new TextEncoder().encode(JSON.stringify([...content, declared]));
  return (await sha256(bytes)).slice(0, 32);
}
