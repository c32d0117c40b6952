/**
 * @file Makes batches: augmented, normalized images with the targets of every anchor.
 *
 * Targets depend on nothing but the anchors and the boxes, so they are made here, in a data worker, while the engine
 * computes the step before.
 */
import { type Anchors, makeTargets, Random } from '../ssd';
import { augmentSample, resizeSample } from './augment';
import { UnreadableImageError } from './decode';
import type { AugmentConfig, Augmented, Batch, Original, Rejection, Sample, SampleSource, Split } from './types';

/** ImageNet statistics of values in 0..1, red, green, blue. */
const mean = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;

type Images = Pick<SampleSource, 'count' | 'sample'>;

export interface BatchOptions {
  /** S, side of the network input in pixels. */
  size: number;
  anchors: Anchors;
  /** Null for validation: the images are resized and nothing is drawn. */
  augment: AugmentConfig | null;
  /** Names the random draws; with equal words, equal indices give equal batches. */
  seedWords: readonly (number | string)[];
  /** Ids of train images to leave out: the next one takes their place, as for one that does not decode. */
  exclude?: readonly string[];
}

/**
 * Makes the batch of the given samples, in their order.
 *
 * An image that does not decode is replaced by the next one of its split in `train`, so that the batch keeps its size;
 * elsewhere it is left out, because an evaluation must not count another image twice.
 *
 * @throws Error if no image of the split can be read
 */
export async function makeBatch(
  source: Images,
  split: Split,
  indices: ArrayLike<number>,
  options: BatchOptions,
): Promise<Batch> {
  const { size, anchors, augment, seedWords } = options;
  const rejected = new Map<string, Rejection>();
  const samples = await readSamples(source, split, indices, options, rejected);

  const pixels = size * size * 3;
  const batch: Batch = {
    images: new Float32Array(samples.length * pixels),
    classTargets: new Int32Array(samples.length * anchors.count),
    boxTargets: new Float32Array(samples.length * anchors.count * 4),
    ids: samples.map(({ id }) => id),
    digest: 0,
    originals: samples.map(copyGroundTruth),
    rejected: [...rejected.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    size,
    count: samples.length,
  };
  for (const [i, sample] of samples.entries()) {
    const image = batch.images.subarray(i * pixels, (i + 1) * pixels);
    const { boxes, labels } =
      augment === null
        ? resizeSample(sample, size, image)
        : augmentSample(sample, augment, size, new Random(...seedWords, i), image);
    normalize(image);
    const targets = makeTargets(anchors, boxes, labels);
    batch.classTargets.set(targets.classTargets, i * anchors.count);
    batch.boxTargets.set(targets.boxTargets, i * anchors.count * 4);
  }
  batch.digest = digestOf(batch.images, batch.classTargets, batch.boxTargets);
  return batch;
}

/** FNV-1a over the 32-bit words. */
function digestOf(...arrays: readonly (Float32Array | Int32Array)[]): number {
  let hash = 0x811c9dc5;
  for (const { buffer } of arrays) {
    const words = new Uint32Array(buffer);
    for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The images of a training batch as the network gets them, but for the normalization.
 *
 * @returns labels are places in the sample's own list of objects, of which a crop may have left some out
 */
export async function augmentedSamples(
  source: Images,
  indices: ArrayLike<number>,
  options: Omit<BatchOptions, 'anchors'>,
): Promise<{ sample: Sample; seen: Augmented }[]> {
  const { size, augment, seedWords } = options;
  const samples = await readSamples(source, 'train', indices, options, new Map());
  return samples.map((sample, i) => {
    const placed = { ...sample, labels: Int32Array.from(sample.labels.keys()) };
    const seen =
      augment === null ? resizeSample(placed, size) : augmentSample(placed, augment, size, new Random(...seedWords, i));
    return { sample, seen };
  });
}

async function readSamples(
  source: Images,
  split: Split,
  indices: ArrayLike<number>,
  { exclude = [] }: Pick<BatchOptions, 'exclude'>,
  rejected: Map<string, Rejection>,
): Promise<Sample[]> {
  const read = Array.from(indices, (index) => readSample(source, split, index, exclude, rejected));
  return (await Promise.all(read)).filter((sample) => sample !== null);
}

async function readSample(
  source: Images,
  split: Split,
  index: number,
  exclude: readonly string[],
  rejected: Map<string, Rejection>,
): Promise<Sample | null> {
  const count = source.count(split);
  const tries = split === 'train' ? count : 1;
  for (let step = 0; step < tries; step++) {
    try {
      const sample = await source.sample(split, step === 0 ? index : (index + step) % count);
      if (split !== 'train' || !exclude.includes(sample.id)) return sample;
    } catch (error) {
      if (!(error instanceof UnreadableImageError)) throw error;
      rejected.set(error.rejection.file, error.rejection);
    }
  }
  if (split === 'train') {
    const [first] = rejected.values();
    if (first === undefined) throw new Error(`all ${count} train images are left out; expected one to train on`);
    throw new Error(`none of the ${count} train images can be read; ${first.file}: ${first.reason}`);
  }
  return null;
}

/** (value / 255 - mean) / deviation, as one multiplication and one addition. */
function normalize(image: Float32Array): void {
  const [red, green, blue] = deviation.map((value) => 1 / (255 * value));
  const [red0, green0, blue0] = deviation.map((value, c) => -mean[c] / value);
  for (let i = 0; i < image.length; i += 3) {
    image[i] = image[i] * red + red0;
    image[i + 1] = image[i + 1] * green + green0;
    image[i + 2] = image[i + 2] * blue + blue0;
  }
}

function copyGroundTruth({ width, height, boxes, labels, difficult }: Sample): Original {
  return { width, height, boxes: boxes.slice(), labels: labels.slice(), difficult: difficult.slice() };
}
