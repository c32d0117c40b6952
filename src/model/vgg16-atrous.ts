/**
 * @file SSD300 on VGG16-atrous, as GluonCV's ssd_300_vgg16_atrous_voc: 8732 anchors.
 *
 * Source: Liu et al. 2016, arXiv:1512.02325; layer table and initialisers as in GluonCV 0.11.
 */
import { anchorSpecs } from '../ssd';
import { type ConvSpec, type ModelSpec, type PoolSpec, xavierGaussianOut } from './spec';

const stages = [
  { convs: 2, channels: 64 },
  { convs: 2, channels: 128 },
  { convs: 3, channels: 256 },
  { convs: 3, channels: 512 },
  { convs: 3, channels: 512 },
];

/** 1 x 1 convolutions that squeeze, each followed by a 3 x 3 one; the last two shrink the map by leaving out padding. */
const extras = [
  { squeeze: 256, channels: 512, stride: 2, pad: 1 },
  { squeeze: 128, channels: 256, stride: 2, pad: 1 },
  { squeeze: 128, channels: 256, stride: 1, pad: 0 },
  { squeeze: 128, channels: 256, stride: 1, pad: 0 },
];

function conv(name: string, channels: number, size: number, options: Partial<ConvSpec> = {}): ConvSpec {
  return {
    kind: 'conv',
    name,
    role: 'backbone',
    channels,
    size,
    stride: 1,
    pad: (size - 1) / 2,
    dilation: 1,
    activation: 'relu',
    initializer: xavierGaussianOut,
    ...options,
  };
}

const trunk: (ConvSpec | PoolSpec)[] = [
  ...stages.flatMap(({ convs, channels }, stage) => [
    ...Array.from({ length: convs }, (_, i) => conv(`conv${stage + 1}_${i + 1}`, channels, 3)),
    stage < 4
      ? ({ kind: 'max-pool', name: `pool${stage + 1}`, size: 2, stride: 2, pad: 0, ceil: true } as const)
      : ({ kind: 'max-pool', name: 'pool5', size: 3, stride: 1, pad: 1, ceil: false } as const),
  ]),
  conv('fc6', 1024, 3, { pad: 6, dilation: 6 }),
  conv('fc7', 1024, 1),
  ...extras.flatMap(({ squeeze, channels, stride, pad }, i) => [
    conv(`extra${i + 1}_1`, squeeze, 1, { role: 'extra' }),
    conv(`extra${i + 1}_2`, channels, 3, { role: 'extra', stride, pad }),
  ]),
];

export const ssd300Vgg16Atrous: ModelSpec = {
  id: 'ssd_300_vgg16_atrous',
  trunk,
  taps: [
    { after: 'conv4_3', l2NormScale: 20 },
    { after: 'fc7' },
    { after: 'extra1_2' },
    { after: 'extra2_2' },
    { after: 'extra3_2' },
    { after: 'extra4_2' },
  ],
  anchors: anchorSpecs.ssd_300_vgg16_atrous,
  // Undoes the division by the ImageNet deviations: the Caffe weights expect mean-subtracted 0..255.
  inputScale: [0.229 * 255, 0.224 * 255, 0.225 * 255],
};
