/**
 * @file What the panels look at, shared by all of them: the batch, the selected image, object and anchor, edited boxes,
 * and the settings of matching and detection. With the configuration it is all that a link restores.
 */
import * as v from 'valibot';
import { type AnchorSpec, anchorSpecOf, anchorSpecs, tutorialModel } from '../ssd';
import type { RunConfig } from './config';
import { excessOfLink, quoted, readable } from './link-problems';
import type { ReinitializeTarget } from './scheme';

export const imageSplits = ['train', 'val', 'test-style', 'tutorial'] as const;
export type ImageSplit = (typeof imageSplits)[number];

/** An image of the data set, or one of the tutorial's two dummy images. */
export interface ImageRef {
  split: ImageSplit;
  index: number;
}

/** An object as the reader drew it. */
export interface DraftObject {
  classId: number;
  /** Corner form, pixels of the network input. */
  box: readonly [number, number, number, number];
}

export interface DetectionSettings {
  scoreThreshold: number;
  nmsThreshold: number;
  topK: number;
  postNms: number;
}

export interface View {
  /** What Loss and Init compute over: images of the data set, or the tutorial's, never both. */
  batch: readonly ImageRef[];
  /** The selected image; null is the first of the batch. */
  image: ImageRef | null;
  /** The selected object of that image. */
  object: number | null;
  /** The selected anchor. */
  anchor: number | null;
  /** Objects that replace those of an image, by {@link imageKey}. */
  drafts: Readonly<Record<string, readonly DraftObject[]>>;
  /** What Init shows and re-initialises: groups of parameters or single ones. */
  targets: readonly ReinitializeTarget[];
  /** The weights of the run, or those that a run begins with. */
  weights: 'run' | 'fresh';
  /** What predicts on the tutorial's images: random numbers, zero logits, or the model if it is SSD300. */
  predictions: 'random' | 'zero' | 'model';
  iouThreshold: number;
  negativeRatio: number;
  detection: DetectionSettings;
  /** The page of the lesson that is open. */
  lesson: string | null;
  /** Parts of the page that an instructor's link leaves out. */
  hidden: readonly string[];
}

export const defaultView: View = {
  batch: [0, 1, 2, 3].map((index) => ({ split: 'train', index })),
  image: null,
  object: null,
  anchor: null,
  drafts: {},
  targets: ['predictors'],
  weights: 'run',
  predictions: 'random',
  iouThreshold: 0.5,
  negativeRatio: 3,
  detection: { scoreThreshold: 0.01, nmsThreshold: 0.45, topK: 400, postNms: 100 },
  lesson: null,
  hidden: [],
};

/** The anchors that an image is matched against: those of SSD300 for the tutorial's images, else those of the configuration. */
export function anchorSpecFor({ split }: ImageRef, config: Pick<RunConfig, 'model' | 'anchors'>): AnchorSpec {
  return split === 'tutorial' ? anchorSpecs[tutorialModel] : anchorSpecOf(config);
}

/** The two dummy images as a batch. */
export const tutorialBatch: readonly ImageRef[] = [0, 1].map((index) => ({ split: 'tutorial', index }));

/** `train.3`: names an image in a link and as a key. */
export function imageKey({ split, index }: ImageRef): string {
  return `${split}.${index}`;
}

export function sameImage(a: ImageRef | null, b: ImageRef | null): boolean {
  return a === b || (a !== null && b !== null && a.split === b.split && a.index === b.index);
}

/** The image that the panels show. */
export function shownImage({ image, batch }: Pick<View, 'image' | 'batch'>): ImageRef {
  return image ?? batch[0];
}

/** More objects than any image holds, and few enough to stay quick. */
const mostDrafts = 60;
const mostImages = 64;
const mostTargets = 100;
const index = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number));
const real = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.transform(Number), v.finite());
const within = (low: number, high: number) => v.pipe(real, v.minValue(low), v.maxValue(high));
const whole = (low: number, high: number) => v.pipe(within(low, high), v.integer());
const name = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));
const target = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));

const image = v.pipe(
  v.string(),
  v.transform((text) => text.split('.')),
  v.strictTuple([v.picklist(imageSplits), index]),
  v.transform(([split, position]): ImageRef => ({ split, index: position })),
  v.check((ref) => ref.split !== 'tutorial' || ref.index < 2, 'the tutorial has two images, 0 and 1'),
);
const list = <T>(separator: string, entry: v.GenericSchema<string, T>, most: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? [] : text.split(separator))),
    v.array(entry),
    v.maxLength(most),
  );
const draft = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.strictTuple([index, real, real, real, real]),
  v.check(([, x0, y0, x1, y1]) => x1 > x0 && y1 > y0, 'a box needs x1 above x0 and y1 above y0'),
  v.transform(([classId, ...box]): DraftObject => ({ classId, box })),
);
const draftsOfImage = v.pipe(
  v.string(),
  v.transform((text) => text.split('~')),
  v.check(([key]) => v.is(image, key), 'an entry begins with its image, such as train.3'),
  v.transform(([key, ...objects]) => ({ key, objects })),
  v.strictObject({ key: v.string(), objects: v.pipe(v.array(draft), v.maxLength(mostDrafts)) }),
);

interface Field {
  key: string;
  write(view: View): string;
  /** @throws ValiError if the text is unfit */
  read(text: string, view: View): View;
}

function field<K extends keyof View>(
  key: string,
  part: K,
  schema: v.GenericSchema<string, View[K]>,
  write: (value: View[K]) => string = (value) => (value === null ? 'none' : String(value)),
): Field {
  return {
    key,
    write: (view) => write(view[part]),
    read: (text, view) => ({ ...view, [part]: v.parse(schema, text) }),
  };
}

function detectionField(key: string, part: keyof DetectionSettings, schema: v.GenericSchema<string, number>): Field {
  return {
    key,
    write: ({ detection }) => String(detection[part]),
    read: (text, view) => ({ ...view, detection: { ...view.detection, [part]: v.parse(schema, text) } }),
  };
}

const orNone = <T>(schema: v.GenericSchema<string, T>) =>
  v.union([
    v.pipe(
      v.literal('none'),
      v.transform(() => null),
    ),
    schema,
  ]);

const imagesOf = list('_', image, mostImages);
const oneKind = v.pipe(
  imagesOf,
  v.minLength(1),
  v.check(
    (images) => new Set(images.map(({ split }) => split === 'tutorial')).size === 1,
    'a batch holds images of the data set or of the tutorial, not both',
  ),
);

const fields: readonly Field[] = [
  field('batch', 'batch', oneKind, (images) => images.map(imageKey).join('_')),
  field('image', 'image', orNone(image), (ref) => (ref === null ? 'none' : imageKey(ref))),
  field('object', 'object', orNone(index)),
  field('anchor', 'anchor', orNone(index)),
  field(
    'boxes',
    'drafts',
    v.pipe(
      list('_', draftsOfImage, mostImages),
      v.transform((entries) => Object.fromEntries(entries.map(({ key, objects }) => [key, objects]))),
    ),
    (drafts) =>
      Object.entries(drafts)
        .map(([key, objects]) => [key, ...objects.map(({ classId, box }) => [classId, ...box.map(short)])].join('~'))
        .join('_'),
  ),
  field('targets', 'targets', v.pipe(list('~', target, mostTargets), v.minLength(1)), (targets) => targets.join('~')),
  field('weights', 'weights', v.picklist(['run', 'fresh'])),
  field('predict', 'predictions', v.picklist(['random', 'zero', 'model'])),
  field('iou', 'iouThreshold', within(0.05, 1)),
  field('ratio', 'negativeRatio', within(0, 100)),
  detectionField('score', 'scoreThreshold', within(0, 1)),
  detectionField('nms', 'nmsThreshold', within(0.01, 0.99)),
  detectionField('topk', 'topK', whole(1, 10000)),
  detectionField('post', 'postNms', whole(1, 10000)),
  field('lesson', 'lesson', orNone(name)),
  field('hide', 'hidden', list('.', name, 50), (parts) => parts.join('.')),
];

/** Coordinates to a hundredth of a pixel. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What differs from the default view, as `key=value` joined by `&`; empty for the default. */
export function encodeView(view: View): string {
  return fields
    .filter(({ write }) => write(view) !== write(defaultView))
    .map(({ key, write }) => `${key}=${encodeURIComponent(write(view))}`)
    .join('&');
}

/** Reads what {@link encodeView} wrote, or anything pasted. @returns the view, and a sentence for each unusable part */
export function decodeView(text: string): { view: View; problems: string[] } {
  const excess = excessOfLink(text);
  if (excess !== null) return { view: defaultView, problems: [excess] };
  const problems: string[] = [];
  let view = defaultView;
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [key, ...rest] = pair.split('=');
    const known = fields.find((candidate) => candidate.key === key);
    try {
      if (known === undefined) problems.push(`"${quoted(pair)}" is not a part of a view that this lab knows`);
      else view = known.read(decodeURIComponent(rest.join('=')), view);
    } catch (error) {
      problems.push(`${quoted(pair)}: ${(error as Error).message}`);
    }
  }
  return { view, problems: readable(problems) };
}
