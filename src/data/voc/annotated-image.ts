/**
 * @file One image with its annotation, as the files have them and before any judgement.
 */
import type { Member } from '../archive/member';
import type { Finding } from '../types';
import { type Annotation, parseAnnotation, XmlError } from './annotation';
import { canDigest, sha256 } from './digest';
import { remark } from './doctor/rule';
import { readImageHeader } from './image-header';
import type { Pair } from './pairing';
import { textOf } from './text';

const minSide = 8;
/** The largest cameras have 60 megapixels; decoded, so many take 240 MB. */
const maxPixels = 64e6;

/** What the bytes of an image tell. */
export interface ImageFacts {
  /** Size in the image's own header. */
  width: number;
  height: number;
  /** Without colour; null where nobody looked. */
  grey: boolean | null;
  /** SHA-256 of the bytes of the image, hexadecimal; null where the page may not compute it. */
  hash: string | null;
}

export interface AnnotatedImage extends ImageFacts {
  id: string;
  /** Path of the image. */
  file: string;
  annotationFile: string;
  /** Still compressed where the archive compressed it. */
  image: Member;
  annotation: Annotation;
  match: Finding | null;
}

/** Decodes an image and tells whether it is without colour. @throws Error if it does not decode */
export type LookAtImage = (image: Uint8Array<ArrayBuffer>) => Promise<{ grey: boolean }>;

/**
 * Reads a pair.
 *
 * @param known by the path of the image; one that is there is not read
 * @returns the finding if its image or its annotation cannot be read at all
 */
export async function readPair(
  { id, annotation, image, match }: Pair,
  look: LookAtImage | null,
  known: ReadonlyMap<string, ImageFacts>,
): Promise<AnnotatedImage | Finding> {
  const site = { line: null as number | null, object: null, image: null };
  let [file, code] = [annotation.path, 'annotation-unreadable'];
  try {
    const parsed = parseAnnotation(textOf(await annotation.read()));
    [file, code] = [image.path, 'image-unreadable'];
    const facts = known.get(file) ?? (await readImage(await image.read(), look));
    return {
      id,
      file,
      annotationFile: annotation.path,
      image: await image.open(),
      ...facts,
      annotation: parsed,
      match,
    };
  } catch (error) {
    if (error instanceof XmlError) site.line = error.line;
    return remark({ ...site, file }, code, 'error', (error as Error).message);
  }
}

/** @throws Error saying why it cannot be used */
async function readImage(image: Uint8Array<ArrayBuffer>, look: LookAtImage | null): Promise<ImageFacts> {
  const { width, height, grey } = await readImageHeader(image);
  checkExtent(width, height);
  const hash = canDigest() ? await sha256(image) : null;
  const seen = grey || look === null ? { grey: grey || null } : await lookAt(image, look);
  return { width, height, ...seen, hash };
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

async function lookAt(image: Uint8Array<ArrayBuffer>, look: LookAtImage): Promise<{ grey: boolean }> {
  try {
    return await look(image);
  } catch (cause) {
    throw new Error(`image does not decode: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
