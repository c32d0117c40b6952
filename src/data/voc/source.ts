/**
 * @file A VOC set as a source of samples: decodes on demand and keeps what fits.
 */
import type { Member } from '../archive/member';
import { cacheBudget, ImageCache } from '../cache';
import { type DecodedImage, decodeImage, UnreadableImageError } from '../decode';
import type { Sample, SampleSource, Split, VocRecord, VocSet } from '../types';

export interface VocSourceOptions {
  /** Decoded pixels kept at most, in bytes. */
  cacheBytes?: number;
  decode?: (image: Member) => Promise<DecodedImage>;
}

/** Samples of the set's train and val splits; its other lists are for statistics only. */
export function createVocSource(set: VocSet, options: VocSourceOptions = {}): SampleSource {
  const { cacheBytes = cacheBudget, decode = decodeImage } = options;
  const cache = new ImageCache<VocRecord, DecodedImage>(cacheBytes);
  const classIds = new Map(set.classes.map((name, id) => [name, id]));
  const indices = (split: Split) => (split === 'test-style' ? [] : set.splits[split]);
  const recordAt = (split: Split, index: number) => {
    const record = set.records[indices(split)[index]];
    if (record !== undefined) return record;
    throw new RangeError(`VOC source: ${split} has ${indices(split).length} images; got index ${index}`);
  };
  return {
    classes: set.classes,
    count: (split) => indices(split).length,
    async sample(split, index) {
      const record = recordAt(split, index);
      const image = await cache.get(record, record.width * record.height * 4, () => decodeRecord(record, decode));
      return { ...image, ...groundTruth(record, classIds), id: record.id };
    },
    describe(split, index) {
      const { id, width, height, ...record } = recordAt(split, index);
      return { id, width, height, ...groundTruth(record, classIds) };
    },
  };
}

function groundTruth(
  { objects }: Pick<VocRecord, 'objects'>,
  classIds: ReadonlyMap<string, number>,
): Pick<Sample, 'boxes' | 'labels' | 'difficult' | 'truncated'> {
  return {
    boxes: Float32Array.from(objects.flatMap(({ box }) => box)),
    labels: Int32Array.from(objects, ({ className }) => classIds.get(className)!),
    difficult: Uint8Array.from(objects, ({ difficult }) => Number(difficult)),
    truncated: objects.map(({ truncated }) => truncated),
  };
}

async function decodeRecord(
  record: VocRecord,
  decode: (image: Member) => Promise<DecodedImage>,
): Promise<DecodedImage> {
  try {
    const image = await decode(record.image);
    if (image.width === record.width && image.height === record.height) return image;
    throw new Error(
      `decodes to ${image.width} x ${image.height} pixels; its header says ${record.width} x ${record.height}`,
    );
  } catch (cause) {
    const reason = `image does not decode: ${cause instanceof Error ? cause.message : cause}`;
    throw new UnreadableImageError({ file: record.file, object: null, reason }, cause);
  }
}
