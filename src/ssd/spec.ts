/** @file The anchors of the models and the classes of Pascal VOC: figures only. */
import type { AnchorSpec } from './anchors';

/** The 20 foreground classes in VOC's order; the index is the class id. */
export const vocClasses = [
  'aeroplane',
  'bicycle',
  'bird',
  'boat',
  'bottle',
  'bus',
  'car',
  'cat',
  'chair',
  'cow',
  'diningtable',
  'dog',
  'horse',
  'motorbike',
  'person',
  'pottedplant',
  'sheep',
  'sofa',
  'train',
  'tvmonitor',
] as const;

const four: readonly number[] = [1, 2, 1 / 2];
const six: readonly number[] = [1, 2, 1 / 2, 3, 1 / 3];

/** ResNet-50 v1 and MobileNet 1.0 at 512 pixels share their anchors. */
const residual512: AnchorSpec = {
  inputSize: 512,
  maps: [32, 16, 8, 4, 2, 1],
  steps: [16, 32, 64, 128, 256, 512],
  sizes: [51.2, 102.4, 189.4, 276.4, 363.52, 450.6, 492],
  ratios: [four, six, six, six, four, four],
};

export type AnchorSpecId =
  | 'ssd_300_vgg16_atrous'
  | 'ssd_512_vgg16_atrous'
  | 'ssd_512_resnet50_v1'
  | 'ssd_512_mobilenet1.0'
  | 'ssd_96_lab'
  | 'ssd_64_smoke';

/** The first four as in GluonCV's VOC models; the last two are the lab's own. */
export const anchorSpecs: Readonly<Record<AnchorSpecId, AnchorSpec>> = {
  ssd_300_vgg16_atrous: {
    inputSize: 300,
    maps: [38, 19, 10, 5, 3, 1],
    steps: [8, 16, 32, 64, 100, 300],
    sizes: [30, 60, 111, 162, 213, 264, 315],
    ratios: [four, six, six, six, four, four],
  },
  ssd_512_vgg16_atrous: {
    inputSize: 512,
    maps: [64, 32, 16, 8, 4, 2, 1],
    steps: [8, 16, 32, 64, 128, 256, 512],
    sizes: [51.2, 76.8, 153.6, 230.4, 307.2, 384, 460.8, 537.6],
    ratios: [four, six, six, six, six, four, four],
  },
  ssd_512_resnet50_v1: residual512,
  'ssd_512_mobilenet1.0': residual512,
  ssd_96_lab: {
    inputSize: 96,
    maps: [12, 6, 3],
    steps: [8, 16, 32],
    sizes: [0.2, 0.36, 0.58, 0.85].map((fraction) => 96 * fraction),
    ratios: [four, four, four],
  },
  ssd_64_smoke: {
    inputSize: 64,
    maps: [8, 4],
    steps: [8, 16],
    sizes: [0.3, 0.55, 0.85].map((fraction) => 64 * fraction),
    ratios: [four, four],
  },
};

/** Sizes and ratios in place of those of a model, for the same maps and as many anchors a cell. */
export type OwnAnchors = Pick<AnchorSpec, 'sizes' | 'ratios'>;

/** The anchors of a configuration: its own on the maps of its model, or null for those of the model. */
export function anchorSpecOf({ model, anchors }: { model: AnchorSpecId; anchors: OwnAnchors | null }): AnchorSpec {
  return { ...anchorSpecs[model], ...anchors };
}

/** Where own anchors do not fit the maps of the model: place, what was found and what is expected; empty if they do. */
export function misfits(model: AnchorSpecId, { sizes, ratios }: OwnAnchors): string[] {
  const { maps, ratios: expected } = anchorSpecs[model];
  const found: string[] = [];
  if (sizes.length !== maps.length + 1) {
    found.push(`sizes: got ${sizes.length}; expected ${maps.length + 1}, one more than the maps of ${model}`);
  }
  if (ratios.length !== maps.length) {
    found.push(`ratios: got ${ratios.length} lists; expected ${maps.length}, one a map of ${model}`);
  }
  for (const [map, { length }] of expected.entries()) {
    const own = ratios[map]?.length ?? length;
    if (own !== length) found.push(`ratios.${map}: got ${own}; expected ${length}, as map ${map} of ${model} has`);
  }
  return found;
}
