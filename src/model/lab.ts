/**
 * @file The lab models: small SSDs that learn within minutes in a tab.
 *
 * Every stage is a run of 3 x 3 convolutions with batch norm and ReLU, the first of which halves the map. Without batch
 * norm the default loses about 10 mAP at 3,000 steps; a depthwise separable backbone is worse and slower.
 */
import { type AnchorSpec, anchorSpecs } from '../ssd';
import { type ConvSpec, type ModelSpec, xavierGaussianIn } from './spec';

interface LabShape {
  widths: readonly number[];
  convsPerStage: readonly number[];
  /** One-based stages whose outputs feed the predictors. */
  taps: readonly number[];
}

function lab(id: string, anchors: AnchorSpec, { widths, convsPerStage, taps }: LabShape): ModelSpec {
  const conv = (stage: number, index: number): ConvSpec => ({
    kind: 'conv',
    name: `stage${stage}_${index}`,
    role: 'backbone',
    channels: widths[stage - 1],
    size: 3,
    stride: index === 1 ? 2 : 1,
    pad: 1,
    dilation: 1,
    activation: 'batch-norm-relu',
    initializer: xavierGaussianIn,
  });
  return {
    id,
    trunk: convsPerStage.flatMap((convs, stage) => Array.from({ length: convs }, (_, i) => conv(stage + 1, i + 1))),
    taps: taps.map((stage) => ({ after: `stage${stage}_${convsPerStage[stage - 1]}` })),
    anchors,
  };
}

export const ssd96Lab = lab('ssd_96_lab', anchorSpecs.ssd_96_lab, {
  widths: [16, 32, 64, 128, 128],
  convsPerStage: [1, 1, 2, 2, 1],
  taps: [3, 4, 5],
});

export const ssd64Smoke = lab('ssd_64_smoke', anchorSpecs.ssd_64_smoke, {
  widths: [8, 16, 32, 48],
  convsPerStage: [1, 1, 2, 1],
  taps: [3, 4],
});
