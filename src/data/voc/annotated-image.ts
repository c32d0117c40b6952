/**
 * @file One image with its annotation, as the files have them and before any judgement.
 */
import { plainMember } from '../archive/member';
import type { Finding } from '../types';
import { type Annotation, parseAnnotation, XmlError } from './annotation';
import { remark } from './doctor/rule';
import { readImageHeader } from './image-header';
import type { Pair } from './pairing';
import { textOf } from './text';

const minSide = 8;
/** The largest cameras have 60 megapixels; decoded, so many take 240 MB. */
const maxPixels = 64e6;

export interface AnnotatedImage {
  id: string;
  /** Path of the image. */
  file: string;
  annotationFile: string;
  /** Still compressed where the archive compressed it. */
  image: Blob;
  /** Size in the image's own header. */
  width: number;
  height: number;
  /** Without colour; null where nobody looked. */
  grey: boolean | null;
  /** SHA-256 of the bytes of the image, hexadecimal; null where the page may not compute it. */
  hash: string | null;
  annotation: Annotation;
  match: Finding | null;
}

/** Decodes an image and tells whether it is without colour. @throws Error if it does not decode */
export type LookAtImage = (image: Blob) => Promise<{ grey: boolean }>;

/** Reads a pair. @returns the finding if its image or its annotation cannot be read at all */
export async function readPair(
  { id, annotation, image, match }: Pair,
  look: LookAtImage | null,
): Promise<AnnotatedImage | Finding> {
  const site = { line: null as number | null, object: null, image: null };
  let [file, code] = [annotation.path, 'annotation-unreadable'];
  try {
    const parsed = parseAnnotation(await textOf(await annotation.open()));
    [file, code] = [image.path, 'image-unreadable'];
    const blob = await image.open();
    const plain = await plainMember(blob);
    const { width, height, grey } = await readImageHeader(plain);
    checkExtent(width, height);
    const hash = await sha256(plain);
    const seen = grey || look === null ? { grey: grey || null } : await lookAt(plain, look);
    return {
      id,
      file,
      annotationFile: annotation.path,
      image: blob,
      width,
      height,
      ...seen,
      hash,
      annotation: parsed,
      match,
    };
  } catch (error) {
    if (error instanceof XmlError) site.line = error.line;
    return remark({ ...site, file }, code, 'error', (error as Error).message);
  }
}

/** A random crop may be as short as a fifth of a side, and must hold a pixel. */
function checkExtent(width: number, height: number): void {
  if (Math.min(width, height) < minSide) {
    throw new Error(`image has ${width} x ${height} pixels; expected at least ${minSide} on a side`);
  }
  if (width * height > maxPixels) {
    throw new Error(`image has ${width} x ${height} pixels; expected at most ${maxPixels / 1e6} million`);
  }
}

async function lookAt(image: Blob, look: LookAtImage): Promise<{ grey: boolean }> {
  try {
    return await look(image);
  } catch (cause) {
    throw new Error(`image does not decode: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Browsers give `subtle` to secure pages only. */
async function sha256(image: Blob): Promise<string | null> {
  if (globalThis.crypto.subtle === undefined) return null;
  const digest = await crypto.subtle.digest('SHA-256', await image.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
