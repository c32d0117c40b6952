/**
 * @file Paths inside a data set: always relative, with forward slashes, and never leading out of it.
 */

/** What macOS adds to archives and folders; it carries no data. */
const noise = /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$)/;

/**
 * Brings a member's name to the form `folder/file.ext`.
 *
 * @returns null if the name is absolute or climbs with `..`, so that no reader ever follows it
 */
export function memberPath(name: string): string | null {
  const slashes = name.replaceAll('\\', '/');
  if (slashes.startsWith('/') || /^[a-z]:/i.test(slashes)) return null;
  const parts = slashes.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? null : parts.join('/');
}

export function isNoise(path: string): boolean {
  return noise.test(path);
}

/** `a/b/c.jpg` gives `c.jpg`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `a/b/c.jpg` gives `c`. */
export function stem(path: string): string {
  return baseName(path).replace(/\.[^.]*$/, '');
}
