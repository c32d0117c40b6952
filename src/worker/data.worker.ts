/**
 * @file A data worker: reads, decodes, augments and makes targets ahead of the engine.
 */
import { expose, transfer } from 'comlink';
import {
  type AugmentConfig,
  augmentedSamples,
  augmentSample,
  type Batch,
  cacheBudget,
  createSpriteSource,
  createVocSource,
  decodeImage,
  examine,
  freeBytes,
  keepSet,
  loadSpriteAtlas,
  lookAtImage,
  makeBatch,
  type OpenedVoc,
  openStoredVoc,
  openVoc,
  type Repairs,
  removeStoredSet,
  type Sample,
  type SampleSource,
  type Split,
  storedSets,
  type VocSet,
} from '../data';
import type { ObjectCounts } from '../experiments';
import { type AnchorSpec, generateAnchors, Random } from '../ssd';
import { adviseAnchors } from './anchor-advice';
import type { Annotations } from './annotations';
import { type Bin, isInBin } from './bins';
import type { AnchorAdvice } from './doctor';
import type { SampleView, SeenImage, StoredSets } from './protocol';
import type { OnProgress } from './reporting';

/** Where samples come from, as it can be sent to every data worker. */
export type SourceDescription =
  | {
      kind: 'sprites';
      seed: number;
      train: number;
      val: number;
      objects: ObjectCounts;
      style: 'lab' | 'smoke';
      size: number;
    }
  | { kind: 'voc'; set: VocSet };

export interface BatchRequest {
  split: Split;
  indices: Int32Array;
  anchors: AnchorSpec;
  /** Null prepares images as validation does. */
  augment: AugmentConfig | null;
  seedWords: (number | string)[];
  /** Ids of train images that are left out. */
  exclude: readonly string[];
}

export interface FindRequest {
  split: Split;
  offset: number;
  count: number;
  classId: number | null;
  bin: Bin | null;
}

/** Scenes that a search looks at, which takes a second: a split may have any number of them. */
const scenesSearched = 10_000;

let source: SampleSource | null = null;
/** Its images are scenes. */
let isDrawn = false;
let importing: AbortController | null = null;
let keeping: AbortController | null = null;
/** The VOC set that was read last. `release` lets go of one that the browser keeps. */
let voc: (OpenedVoc & { release?(): void }) | null = null;

const api = {
  /** @throws Error whose message says what is wrong with the set */
  async importVoc(
    files: { path: string; file: File }[],
    lists: { train: string; val: string },
    onProgress: OnProgress,
  ): Promise<ReadVoc> {
    const entries = files.map(({ path, file }) => ({ path, file: file as Blob }));
    return take(
      await openVoc(entries, { ...lists, signal: beginImport(), onProgress: seldom(onProgress), look: lookAtImage }),
    );
  },

  /** Opens a set that the browser keeps. @param lists null for those it was kept with */
  async openStored(
    id: string,
    lists: VocLists | null,
    onProgress: OnProgress,
  ): Promise<ReadVoc & { name: string; lists: VocLists }> {
    const opened = await openStoredVoc(id, lists, { signal: beginImport(), onProgress: seldom(onProgress) });
    return { ...take(opened), name: opened.name, lists: opened.lists };
  },

  /** Keeps the VOC set that was read last in the browser. @param onProgress called with bytes */
  async keep(name: string, lists: VocLists, onProgress: OnProgress): Promise<void> {
    const { id, files } = read();
    if (id === null) throw new Error('This page is not secure (https), so that its browser keeps no files for it.');
    keeping?.abort();
    keeping = new AbortController();
    await keepSet({ id, name, lists, files }, { signal: keeping.signal, onProgress: seldom(onProgress) });
  },

  cancelKeeping(): void {
    keeping?.abort(new Error('It was cancelled; nothing is kept of this data set.'));
  },

  async storedSets(): Promise<StoredSets> {
    return { sets: await storedSets(), freeBytes: await freeBytes() };
  },

  removeStored: (id: string) => removeStoredSet(id),

  /** The VOC set that was read last, with these repairs and no others. */
  async repair(repairs: Repairs): Promise<VocSet> {
    return examine(read().files, repairs);
  },

  /** An image of the VOC set that was read last, used or not. */
  async picture(id: string): Promise<{ bitmap: ImageBitmap; width: number; height: number }> {
    const found = read().files.images.find((image) => image.id === id);
    if (found === undefined) throw new Error(`data worker: no image "${id}" was read`);
    const { width, height, pixels } = await decodeImage(found.image);
    const bitmap = await createImageBitmap(new ImageData(pixels as Uint8ClampedArray<ArrayBuffer>, width));
    return transfer({ bitmap, width, height }, [bitmap]);
  },

  async adviseAnchors(spec: AnchorSpec, iouThreshold: number, counted: number): Promise<AnchorAdvice> {
    const images = Array.from({ length: counted }, (_, i) => describe('train', i));
    return adviseAnchors(spec, iouThreshold, images, opened().classes);
  },

  cancelImport(): void {
    importing?.abort(new Error('The import was cancelled; the data set before it is still there.'));
  },

  /**
   * @param cacheBytes decoded pixels that this worker may keep
   * @returns the classes
   */
  async open(description: SourceDescription, cacheBytes = cacheBudget): Promise<string[]> {
    isDrawn = description.kind === 'sprites';
    if (isDrawn) letGo();
    source =
      description.kind === 'voc'
        ? createVocSource(description.set, { cacheBytes })
        : await openSprites(description, cacheBytes);
    return [...source.classes];
  },

  async batch(request: BatchRequest): Promise<Batch> {
    const anchors = anchorsOf(request.anchors);
    const { split, indices, ...options } = request;
    const size = request.anchors.inputSize;
    const batch = await makeBatch(opened(), split, indices, { ...options, size, anchors });
    return transfer(batch, [batch.images.buffer, batch.classTargets.buffer, batch.boxTargets.buffer] as ArrayBuffer[]);
  },

  /** What a training batch is made from. The bitmaps are the caller's to close. */
  async seen({ indices, anchors: { inputSize }, ...options }: BatchRequest): Promise<SeenImage[]> {
    const { classes } = opened();
    const samples = await augmentedSamples(opened(), indices, { ...options, size: inputSize });
    const images = await Promise.all(
      samples.map(async ({ sample, seen }): Promise<SeenImage> => {
        const bitmap = await createImageBitmap(new ImageData(pixelsOf(seen.image, inputSize), inputSize));
        const box = (boxes: Float32Array, i: number) =>
          Array.from(boxes.subarray(i * 4, i * 4 + 4)) as [number, number, number, number];
        const objects = Array.from(seen.labels, (place, i) => ({
          place: place + 1,
          className: classes[sample.labels[place]],
          box: box(seen.boxes, i),
          annotated: box(sample.boxes, place),
        }));
        return { id: seen.id, bitmap, size: inputSize, objects };
      }),
    );
    return transfer(
      images,
      images.map(({ bitmap }) => bitmap),
    );
  },

  /** The images of a split that hold a class or count in a bin, or all; `offset` and `count` page through them. */
  async find({ split, offset, count, classId, bin }: FindRequest): Promise<Int32Array> {
    const images = opened().count(split);
    const found: number[] = [];
    const all = classId === null && bin === null;
    if (all) for (let i = offset; i < Math.min(offset + count, images); i++) found.push(i);
    let skipped = 0;
    const limit = isDrawn ? scenesSearched : Number.POSITIVE_INFINITY;
    for (let i = 0; !all && i < Math.min(images, limit) && found.length < count; i++) {
      const image = describe(split, i);
      if ((classId !== null && !image.labels.includes(classId)) || (bin !== null && !isInBin(image, bin))) continue;
      if (skipped < offset) skipped++;
      else found.push(i);
    }
    return Int32Array.from(found);
  },

  /** Samples for display: as stored, or at `size` as the network gets them. Unreadable images are left out. */
  async views(split: Split, indices: Int32Array, seen: BatchView | null): Promise<SampleView[]> {
    const views = (await Promise.all(Array.from(indices, (index) => view(split, index, seen)))).filter(
      (v) => v !== null,
    );
    return transfer(
      views,
      views.map(({ bitmap }) => bitmap),
    );
  },

  async annotations(split: Split, from: number, count: number): Promise<Annotations[]> {
    const list: Annotations[] = [];
    for (let i = from; i < from + count; i++) list.push(describe(split, i));
    return list;
  },
};

/** How the network gets a sample: what `views` shows when it is asked for augmented ones. */
export interface BatchView {
  augment: AugmentConfig;
  size: number;
  seedWords: (number | string)[];
}

export type DataWorkerApi = typeof api;
expose(api);

/** What the other workers and the page need of a set that was read. */
export interface ReadVoc extends Pick<OpenedVoc, 'id' | 'bytes' | 'set'> {}

export interface VocLists {
  train: string;
  val: string;
}

function beginImport(): AbortSignal {
  importing?.abort();
  importing = new AbortController();
  return importing.signal;
}

function take(opened: NonNullable<typeof voc>): ReadVoc {
  letGo();
  voc = opened;
  return { id: opened.id, bytes: opened.bytes, set: opened.set };
}

function letGo(): void {
  voc?.release?.();
  voc = null;
}

function read(): OpenedVoc {
  if (!voc) throw new Error('data worker: no VOC set was read; expected importVoc() first');
  return voc;
}

/** Ground truth alone: a photograph is not decoded for it. */
function describe(split: Split, index: number): Annotations {
  const { width, height, boxes, labels, difficult } = opened().describe(split, index);
  return { width, height, boxes, labels, difficult };
}

function opened(): SampleSource {
  if (!source) throw new Error('data worker: no source is open; expected open() first');
  return source;
}

async function openSprites(
  description: Extract<SourceDescription, { kind: 'sprites' }>,
  cacheBytes: number,
): Promise<SampleSource> {
  const base = new URL(`${import.meta.env.BASE_URL}sprites/`, self.location.href);
  const atlas = await loadSpriteAtlas(async (name) => {
    const response = await fetch(new URL(name, base));
    if (!response.ok) throw new Error(`sprite atlas: ${name} answered ${response.status}; expected 200`);
    return response.arrayBuffer();
  });
  return createSpriteSource({ ...description, atlas, cacheBytes });
}

/** Milliseconds between two reports of progress: each is drawn, and a large set has 15,000. */
const progressEvery = 100;

function seldom(report: OnProgress): OnProgress {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (now - last < progressEvery && done !== total) return;
    last = now;
    report(done, total);
  };
}

let anchorsFor: { spec: string; anchors: ReturnType<typeof generateAnchors> } | null = null;

/** Anchors are fixed for a run: made once, not for each batch. */
function anchorsOf(spec: AnchorSpec): ReturnType<typeof generateAnchors> {
  const key = JSON.stringify(spec);
  if (anchorsFor?.spec !== key) anchorsFor = { spec: key, anchors: generateAnchors(spec) };
  return anchorsFor.anchors;
}

async function view(split: Split, index: number, seen: BatchView | null): Promise<SampleView | null> {
  let sample: Sample;
  try {
    sample = await opened().sample(split, index);
  } catch (error) {
    if ((error as Error).name === 'UnreadableImageError') return null;
    throw error;
  }
  const shown = seen ? asSeen(sample, index, seen) : sample;
  const { classes } = opened();
  const bitmap = await createImageBitmap(new ImageData(shown.pixels as Uint8ClampedArray<ArrayBuffer>, shown.width));
  const objects = Array.from(shown.labels, (label, i) => ({
    className: classes[label],
    box: Array.from(shown.boxes.subarray(i * 4, i * 4 + 4)) as [number, number, number, number],
    difficult: shown.difficult[i] === 1,
    // A crop may have left objects out.
    truncated: seen ? null : (sample.truncated?.[i] ?? null),
  }));
  return { ref: { split, index }, id: shown.id, bitmap, width: shown.width, height: shown.height, objects };
}

/** The augmented sample as a picture. */
function asSeen(sample: Sample, index: number, { augment, size, seedWords }: BatchView): Sample {
  const { image, ...rest } = augmentSample(sample, augment, size, new Random(...seedWords, index));
  return { ...rest, width: size, height: size, pixels: pixelsOf(image, size) };
}

/** RGBA; values that colour distortion pushed out of 0..255 are clipped for display only. */
function pixelsOf(image: Float32Array, size: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let i = 0; i < size * size; i++) {
    for (let c = 0; c < 3; c++) pixels[i * 4 + c] = image[i * 3 + c];
  }
  return pixels;
}
