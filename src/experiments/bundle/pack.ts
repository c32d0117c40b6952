/**
 * @file Files as one zip with a manifest, and back: what comes out is byte for byte what went in, or nothing does.
 *
 * A zip from elsewhere may lie about itself. Its names and sizes are looked at before a byte is unpacked, and every file
 * must have the size and the SHA-256 that the manifest gives it; the zip's own checksums are not needed.
 */
import { type UnzipFileFilter, unzipSync, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import * as v from 'valibot';
import { BundleError, checked, parseJson } from './bundle-error';
import { label, timestamp } from './run-schema';

/** By path, such as `runs/7f3a/record.json`. */
export type BundleFiles = Map<string, Uint8Array>;

export interface BundleInfo {
  /** Version of the lab that writes. */
  lab: string;
  /** ISO 8601. */
  created: string;
}

const manifestPath = 'manifest.json';
const format = 'ssd-lab-runs';
const version = 1;
/** The only names that a bundle has: none is absolute, none climbs, none is a folder. */
const known =
  /^(manifest\.json|experiments\.json|runs\/[\w-]{1,100}\/((record|curves|snapshots|pictures)\.json|card\.md|weights\.bin|pictures\/\d{1,3}\.(png|jpg|webp)))$/;

export const limits = {
  files: 50_000,
  /** Of all files unpacked: what a tab can hold beside the bundle. */
  bytes: 2 ** 30,
  /** Unpacked to packed. Deflate reaches 1032; curves of constants reach a tenth of that. */
  ratio: 200,
};

const manifest = v.strictObject({
  format: v.literal(format),
  version: v.literal(version),
  created: timestamp,
  lab: label,
  files: v.array(v.strictObject({ path: v.string(), bytes: v.number(), sha256: v.string() })),
});

/** @throws BundleError if the files are more than a bundle may hold */
export async function pack(files: BundleFiles, { lab, created }: BundleInfo): Promise<Blob> {
  refuseExcess(files.size, total([...files.values()].map((bytes) => bytes.length)));
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  const add = (path: string, bytes: Uint8Array) => {
    // Weights are noise and pictures are compressed. Level 1 takes 55 % of the time of 6 for 5 % more bytes of curves.
    const entry = /\.(json|md)$/.test(path) ? new ZipDeflate(path, { level: 1 }) : new ZipPassThrough(path);
    entry.mtime = created;
    zip.add(entry);
    entry.push(bytes, true);
  };
  const listed: v.InferOutput<typeof manifest>['files'] = [];
  for (const [path, bytes] of files) {
    add(path, bytes);
    // The wait for the digest lets the page breathe between two files.
    listed.push({ path, bytes: bytes.length, sha256: await sha256(bytes) });
  }
  add(manifestPath, encodeJson({ format, version, created, lab, files: listed }));
  zip.end();
  return new Blob(parts as BlobPart[], { type: 'application/zip' });
}

/** @returns the files without the manifest @throws BundleError that names what is wrong, before anything is used */
export async function unpack(bundle: Blob): Promise<BundleFiles> {
  if (bundle.size > limits.bytes) refuseExcess(0, bundle.size);
  const zip = new Uint8Array(await bundle.arrayBuffer());
  checkEntries(zip);
  const files = new Map(Object.entries(readZip(zip)));
  const listing = files.get(manifestPath);
  if (listing === undefined) throw new BundleError(manifestPath, 'is missing; expected a bundle that SSD Lab exported');
  files.delete(manifestPath);
  await checkFiles(files, readManifest(listing));
  return files;
}

/** Names and sizes, as the directory of the zip gives them; nothing is unpacked. */
function checkEntries(zip: Uint8Array): void {
  const names = new Set<string>();
  let bytes = 0;
  readZip(zip, ({ name, size, originalSize }) => {
    if (!known.test(name)) {
      const found = JSON.stringify(name.slice(0, 100));
      throw new BundleError('bundle', `holds ${found}; expected manifest.json, experiments.json and runs/<id>/...`);
    }
    if (names.has(name)) throw new BundleError(name, 'stands twice; expected once');
    names.add(name);
    bytes += Math.max(size, originalSize);
    refuseExcess(names.size, bytes);
    return false;
  });
  if (bytes > limits.ratio * zip.length) {
    const ratio = Math.round(bytes / zip.length);
    throw new BundleError('bundle', `unpacks to ${ratio} times its size; expected at most ${limits.ratio} times`);
  }
}

function refuseExcess(files: number, bytes: number): void {
  if (files > limits.files) throw new BundleError('bundle', `has ${files} files; expected at most ${limits.files}`);
  const mib = (size: number) => `${Math.ceil(size / 2 ** 20)} MiB`;
  if (bytes > limits.bytes) {
    throw new BundleError('bundle', `holds ${mib(bytes)}; expected at most ${mib(limits.bytes)}; choose fewer runs`);
  }
}

function readZip(zip: Uint8Array, filter: UnzipFileFilter = () => true) {
  try {
    return unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError('bundle', `no readable zip (${(error as Error).message}); it is broken or cut short`);
  }
}

/** The format comes first: a newer manifest may be of another form. */
function readManifest(bytes: Uint8Array): v.InferOutput<typeof manifest> {
  const value = parseJson(manifestPath, bytes);
  checked(manifestPath, v.looseObject({ format: v.literal(format), version: v.literal(version) }), value);
  return checked(manifestPath, manifest, value);
}

async function checkFiles(files: BundleFiles, listing: v.InferOutput<typeof manifest>): Promise<void> {
  const listed = new Set(listing.files.map(({ path }) => path));
  const extra = [...files.keys()].find((path) => !listed.has(path));
  if (extra !== undefined) throw new BundleError(extra, 'is not in manifest.json; expected only what is');
  for (const { path, bytes, sha256: digest } of listing.files) {
    const file = files.get(path);
    if (file === undefined) throw new BundleError(path, 'is missing; manifest.json lists it');
    if (file.length !== bytes) throw new BundleError(path, `has ${file.length} bytes; expected ${bytes}`);
    const found = await sha256(file);
    if (found !== digest) throw new BundleError(path, `has SHA-256 ${found}; expected ${digest}: it was changed`);
  }
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** In hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
