/**
 * @file What an archive or a folder may hold, so that a broken or hostile one ends in a message and not in a dead tab.
 *
 * Far above real sets: VOC2012 has 40,178 members, and its longest annotation 21 KB.
 */
const [kib, mib, gib] = [2 ** 10, 2 ** 20, 2 ** 30];

export const limits = {
  members: 500_000,
  /** Of a zip, which is read at once: as many members with paths of 80 characters. */
  directoryBytes: 64 * mib,
  /** Characters of a path. */
  path: 1000,
  /** Links and paths that lead out: no data set has many. */
  refused: 10_000,
  /** Annotations, lists and class names; an annotation of 4 MiB has 12,000 objects. */
  textBytes: 4 * mib,
  imageBytes: 256 * mib,
  /** Of all wanted members unpacked. */
  bytes: 32 * gib,
  /** Unpacked to packed. Annotations alone reach 20, tar's padding included. */
  ratio: 200,
  /** What may be unpacked whatever the ratio: empty files pack well. */
  freeBytes: 16 * mib,
};

/** Bytes that an archive of this size may unpack to. */
export function mostUnpacked(packedBytes: number): number {
  return Math.min(limits.bytes, Math.max(limits.freeBytes, limits.ratio * packedBytes));
}

/** Says why a member is too much, or null. @param bytes unpacked */
export function excessOf(path: string, bytes: number): string | null {
  if (path.length > limits.path) return `its path has ${path.length} characters; expected at most ${limits.path}`;
  const [kind, most] = /\.(xml|txt)$/i.test(path) ? ['a text', limits.textBytes] : ['an image', limits.imageBytes];
  return bytes > most ? `has ${inUnits(bytes)}; expected at most ${inUnits(most)} of ${kind}` : null;
}

/** `1.5 MiB`. */
export function inUnits(bytes: number): string {
  if (bytes < kib) return `${bytes} bytes`;
  const [size, unit] = bytes < mib ? [kib, 'KiB'] : bytes < gib ? [mib, 'MiB'] : [gib, 'GiB'];
  return `${Number((bytes / size).toFixed(1))} ${unit}`;
}
