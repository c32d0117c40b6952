/**
 * @file The models by name.
 */
import { anchorSpecOf, type OwnAnchors } from '../ssd';
import { ssd64Smoke, ssd96Lab } from './lab';
import type { ModelSpec } from './spec';
import { ssd300Vgg16Atrous } from './vgg16-atrous';

export const modelSpecs = {
  ssd_96_lab: ssd96Lab,
  ssd_64_smoke: ssd64Smoke,
  ssd_300_vgg16_atrous: ssd300Vgg16Atrous,
} as const;

/** The model of a configuration. Own anchors are as many as the model's, so that every weight keeps its shape. */
export function modelSpecOf(config: { model: keyof typeof modelSpecs; anchors: OwnAnchors | null }): ModelSpec {
  return { ...modelSpecs[config.model], anchors: anchorSpecOf(config) };
}
