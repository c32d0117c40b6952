/** @file The images that questions are about, as the network gets them: of the data set, or the tutorial's two. */
import { type ImageRef, imageKey, type ModelId } from '../../experiments';
import { modelSpecs } from '../../model';
import { anchorSpecs, Random, tutorialImages, tutorialModel } from '../../ssd';
import type { InspectedImage } from '../inspection';
import type { Ground } from './ground';

/** ImageNet's mean and standard deviation of a channel, for values in [0, 1]; as the data room normalises. */
const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];

/** @throws Error that names an image which cannot be read */
export function inspectImages(refs: readonly ImageRef[], model: ModelId, ground: Ground): Promise<InspectedImage[]> {
  return Promise.all(
    refs.map((ref) => (ref.split === 'tutorial' ? tutorialImage(ref) : dataImage(ref, model, ground))),
  );
}

async function dataImage(ref: ImageRef, model: ModelId, { pool, data }: Ground): Promise<InspectedImage> {
  const size = modelSpecs[model].anchors.inputSize;
  const [view] = await pool.first.views(ref.split as 'train', Int32Array.of(ref.index), null);
  if (view === undefined) throw unreadable(ref);
  const { id, bitmap, width, height } = view;
  const objects = view.objects.map(({ className, box: [x0, y0, x1, y1], difficult }) => ({
    classId: data.classes.indexOf(className),
    box: [(x0 * size) / width, (y0 * size) / height, (x1 * size) / width, (y1 * size) / height] as const,
    difficult,
  }));
  return { ref, id, bitmap, size, objects };
}

async function tutorialImage(ref: ImageRef): Promise<InspectedImage> {
  const size = anchorSpecs[tutorialModel].inputSize;
  const { boxes, classIds } = tutorialImages[ref.index];
  const pixels = tutorialPixels(ref.index);
  const objects = Array.from(classIds, (classId, i) => {
    const [x0, y0, x1, y1] = boxes.subarray(i * 4, i * 4 + 4);
    return { classId, box: [x0, y0, x1, y1] as const, difficult: false };
  });
  const bitmap = await createImageBitmap(new ImageData(pixels, size));
  return { ref, id: `Dummy image ${ref.index + 1}`, bitmap, size, objects };
}

/** A dummy image has no content: grey with a little seeded noise. RGBA */
function tutorialPixels(index: number): Uint8ClampedArray<ArrayBuffer> {
  const size = anchorSpecs[tutorialModel].inputSize;
  const random = new Random('tutorial image', index);
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let i = 0; i < size * size; i++) pixels.fill(128 + random.uniform(-12, 12), i * 4, i * 4 + 3);
  return pixels;
}

/** f32[S, S, 3] of one image, normalised. @throws Error that names an image which cannot be read */
export async function networkInput(ref: ImageRef, model: ModelId, { pool }: Ground): Promise<Float32Array> {
  if (ref.split === 'tutorial') {
    const pixels = tutorialPixels(ref.index);
    const channels = (pixels.length / 4) * 3;
    return new Float32Array(channels).map(
      (_, i) => (pixels[Math.floor(i / 3) * 4 + (i % 3)] / 255 - mean[i % 3]) / std[i % 3],
    );
  }
  const { anchors } = modelSpecs[model];
  const indices = Int32Array.of(ref.index);
  const batch = await pool.batch({ split: ref.split, indices, anchors, augment: null, seedWords: [], exclude: [] });
  if (batch.count === 0) throw unreadable(ref);
  return batch.images;
}

/** Arrays of one length, one after the other. */
export function stacked(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.length * parts[0].length);
  for (const [i, part] of parts.entries()) all.set(part, i * part.length);
  return all;
}

function unreadable(ref: ImageRef): Error {
  return new Error(`Image ${imageKey(ref)} is not in this data set, or its file cannot be read; choose another.`);
}
