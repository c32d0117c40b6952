/**
 * @file Bundles as someone who means harm would make them: contents changed, and the manifest mended.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Experiment } from '../experiment';
import type { StoredRun } from '../record';
import { writeBundle } from './bundle';
import { sha256 } from './pack';

export const info = { lab: '0.1.0', created: '2026-03-02T12:00:00.000Z' };

// biome-ignore lint/suspicious/noExplicitAny: what a forger changes has no type.
export type Json = any;

export async function bytesOf(
  runs: readonly StoredRun[],
  experiments: readonly Experiment[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await writeBundle(runs, { ...info, experiments })).arrayBuffer());
}

export function blobOf(bytes: Uint8Array): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]);
}

/** @param files by path; null removes one, and a function changes the JSON that is there */
export async function forged(
  bundle: Uint8Array,
  changes: Record<string, Uint8Array | null | ((value: Json) => unknown)>,
): Promise<Blob> {
  const files: Record<string, Uint8Array> = unzipSync(bundle);
  const manifest = JSON.parse(strFromU8(files['manifest.json']));
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) delete files[path];
    else if (change instanceof Uint8Array) files[path] = change;
    else files[path] = strToU8(JSON.stringify(change(JSON.parse(strFromU8(files[path])))));
  }
  for (const listed of manifest.files as { path: string }[]) {
    const file = files[listed.path];
    if (file) Object.assign(listed, { bytes: file.length, sha256: await sha256(file) });
  }
  if (!('manifest.json' in changes)) files['manifest.json'] = strToU8(JSON.stringify(manifest));
  return blobOf(zipSync(files, { level: 0 }));
}

/** Gives a file of a zip another name of the same length, wherever the name stands. */
export function renamed(zip: Uint8Array, from: string, to: string): Blob {
  return blobOf(strToU8(strFromU8(zip, true).replaceAll(from, to), true));
}
