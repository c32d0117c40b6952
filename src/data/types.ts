/**
 * @file The values that pass through the data room, from a read file to a finished batch.
 *
 * All of them are structured-cloneable, so that any stage may run in a worker of its own.
 */

import type { Member } from './archive/member';

/** `test-style` holds sprite scenes drawn in a style that training never shows; VOC data has none. */
export type Split = 'train' | 'val' | 'test-style';

/** One object of a VOC annotation. */
export interface ObjectAnnotation {
  className: string;
  /** (xmin-1, ymin-1, xmax-1, ymax-1) of the file: zero-based, inclusive pixels, as GluonCV reads VOC. */
  box: [number, number, number, number];
  difficult: boolean;
  /** Null where the file does not say. */
  truncated: boolean | null;
}

/** One annotated image; its bytes stay where they are (on disk, in the archive) until it is decoded. */
export interface VocRecord {
  id: string;
  /** Path of the image within the data set, for messages. */
  file: string;
  /** Read it through `decodeImage`: a member of a zip stays compressed until then. */
  image: Member;
  /** Size in the image's own header, in stored pixels (before any EXIF rotation). */
  width: number;
  height: number;
  objects: ObjectAnnotation[];
}

/** A file or an object that is not used, and why. */
export interface Rejection {
  file: string;
  /** One-based index of the object within its file, or null when the whole file is refused. */
  object: number | null;
  reason: string;
}

/** An error leaves something out, a warning may spoil the training, a note is worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** Something that the import found in the files. */
export interface Finding {
  /** The same for the same files, whatever was repaired before. */
  id: string;
  /** Path within the data set; a folder for what concerns the whole set. */
  file: string;
  /** One-based, where the file has lines and one of them is meant. */
  line: number | null;
  /** One-based index of the object within its file, or null when the whole file is meant. */
  object: number | null;
  /** What kind of problem, such as `box-outside`. */
  code: string;
  severity: Severity;
  reason: string;
  /** Id of the image that shows it, or null. */
  image: string | null;
  /** Null where only a person can tell. */
  repair: Repair | null;
}

/** A change of what was read that removes a finding. The files stay as they are. */
export interface Repair {
  /** The ways to repair it, the likeliest first. */
  choices: { value: string; label: string }[];
  /** Value of the choice that was taken, or null. */
  applied: string | null;
  /** What the choice taken (or else the likeliest) changes. */
  patches: Patch[];
}

/** One change, in the words of the file. */
export interface Patch {
  file: string;
  object: number | null;
  /** Null for something that was not there. */
  before: Facts | null;
  /** Null for something that is dropped. */
  after: Facts | null;
}

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** The repairs that are applied: the value of the choice taken, by the id of the finding. */
export type Repairs = Readonly<Record<string, string>>;

/** An imported VOC data set. */
export interface VocSet {
  records: VocRecord[];
  classes: string[];
  /** Indices into `records`. */
  splits: { train: number[]; val: number[] };
  /** All that was found in the files, repaired or not. */
  findings: Finding[];
  /** The errors among them that are not repaired: what is left out. */
  rejected: Rejection[];
  /** What the import decided for the user, one sentence each: which root, which split, possible leakage. */
  notes: string[];
  /** Used images and their used objects over all lists, each image once. */
  allLists: { images: number; objects: number };
}

/** A decoded image with its ground truth. The arrays belong to the source: do not write to them or transfer them. */
export interface Sample {
  id: string;
  width: number;
  height: number;
  /** u8[H, W, 4] RGBA; alpha is not used. */
  pixels: Uint8ClampedArray;
  /** f32[N, 4] corner form, pixels of this image. */
  boxes: Float32Array;
  /** i32[N] indices into the source's classes. */
  labels: Int32Array;
  /** u8[N], 1 where the evaluation neither rewards nor punishes a detection. */
  difficult: Uint8Array;
  /** Whether each object is cut off, null where the data do not say; absent where no data say it. */
  truncated?: readonly (boolean | null)[];
}

/** Random access to samples. Equal arguments give equal samples. */
export interface SampleSource {
  classes: readonly string[];
  count(split: Split): number;
  /** @throws UnreadableImageError if the image does not decode; RangeError if the index is not within the split */
  sample(split: Split, index: number): Promise<Sample>;
  /** A sample without its pixels, which is less work. @throws RangeError if the index is not within the split */
  describe(split: Split, index: number): Omit<Sample, 'pixels'>;
}

/** A sample as the network sees it, before normalization. The arrays belong to the caller. */
export interface Augmented {
  id: string;
  /** f32[S, S, 3] RGB, 0..255 but not clipped to it. */
  image: Float32Array;
  /** f32[N, 4] corner form, pixels of the S x S image. */
  boxes: Float32Array;
  labels: Int32Array;
  difficult: Uint8Array;
}

/** Which parts of the training augmentation are on; structurally the `AugmentConfig` of a run's configuration. */
export interface AugmentConfig {
  colour: boolean;
  expand: boolean;
  crop: boolean;
  flip: boolean;
  randomInterpolation: boolean;
}

/** The ground truth of an image before any transform, in its own pixels: what an evaluation compares with. */
export interface Original {
  width: number;
  height: number;
  boxes: Float32Array;
  labels: Int32Array;
  difficult: Uint8Array;
}

/** What one step of the engine needs. Every array has a buffer of its own, so a worker may transfer them. */
export interface Batch {
  /** f32[B, S, S, 3] RGB, normalized by the ImageNet mean and standard deviation. */
  images: Float32Array;
  /** i32[B, A] class index + 1 at positive anchors, else 0; not mined. */
  classTargets: Int32Array;
  /** f32[B, A, 4] offsets at positive anchors, else 0. */
  boxTargets: Float32Array;
  ids: string[];
  /** Of images and targets, 32 bits: runs that saw the same batch can prove it. */
  digest: number;
  originals: Original[];
  /** Images that did not decode: replaced in `train`, left out elsewhere. */
  rejected: Rejection[];
  /** S, the side of the network input in pixels. */
  size: number;
  /** B; less than was asked for where unreadable images were left out, possibly 0. */
  count: number;
}
