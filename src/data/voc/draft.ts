/**
 * @file Reads one image and its annotation and compares the two. Class names are checked later, when all are known.
 */
import type { ArchiveFile } from '../archive/archive';
import { plainMember } from '../archive/member';
import type { ObjectAnnotation, Rejection, VocRecord } from '../types';
import { type Annotation, checkBox, parseAnnotation } from './annotation';
import { readImageSize } from './image-header';

const minSide = 8;

/** A record whose objects remember their place in the file, for messages. */
export interface Draft extends VocRecord {
  annotationFile: string;
  objects: (ObjectAnnotation & { place: number })[];
}

/** Reads a pair; what cannot be used goes to `rejected`. Returns null if the whole image is refused. */
export async function readDraft(
  id: string,
  files: { annotation: ArchiveFile; image: ArchiveFile },
  rejected: Rejection[],
): Promise<Draft | null> {
  let file = files.annotation.path;
  try {
    const annotation = parseAnnotation(await (await plainMember(await files.annotation.open())).text());
    file = files.image.path;
    const image = await files.image.open();
    const size = await readImageSize(await plainMember(image));
    checkExtent(size);
    file = files.annotation.path;
    checkSize(annotation, size);
    const objects = usableObjects(annotation, size, file, rejected);
    return { id, file: files.image.path, annotationFile: file, image, ...size, objects };
  } catch (error) {
    rejected.push({ file, object: null, reason: (error as Error).message });
    return null;
  }
}

/** A random crop may be as short as a fifth of a side, and must hold a pixel. */
function checkExtent({ width, height }: { width: number; height: number }): void {
  if (Math.min(width, height) < minSide) {
    throw new Error(`image has ${width} x ${height} pixels; expected at least ${minSide} on a side`);
  }
}

/** Boxes of a rotated or resized copy lie elsewhere in this image. A size of 0 or none at all is only an omission. */
function checkSize(annotation: Annotation, image: { width: number; height: number }): void {
  const width = annotation.width ?? image.width;
  const height = annotation.height ?? image.height;
  if (width !== image.width || height !== image.height) {
    throw new Error(`annotation is for ${width} x ${height} pixels; the image has ${image.width} x ${image.height}`);
  }
}

function usableObjects(
  annotation: Annotation,
  { width, height }: { width: number; height: number },
  file: string,
  rejected: Rejection[],
): Draft['objects'] {
  const objects: Draft['objects'] = [];
  const refused = [...annotation.rejected];
  for (const object of annotation.objects) {
    const reason = checkBox(object.box, width, height);
    if (reason === null) objects.push(object);
    else refused.push({ place: object.place, reason: `${object.className}: ${reason}` });
  }
  refused.sort((a, b) => a.place - b.place);
  rejected.push(...refused.map(({ place, reason }) => ({ file, object: place, reason })));
  if (objects.length === 0 && refused.length > 0) {
    // Its objects are there but unusable: to train on it as background would teach the opposite.
    throw new Error('none of its objects can be used');
  }
  return objects;
}
