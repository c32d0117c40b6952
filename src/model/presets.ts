/**
 * @file The models by name.
 */
import { ssd64Smoke, ssd96Lab } from './lab';
import { ssd300Vgg16Atrous } from './vgg16-atrous';

export const modelSpecs = {
  ssd_96_lab: ssd96Lab,
  ssd_64_smoke: ssd64Smoke,
  ssd_300_vgg16_atrous: ssd300Vgg16Atrous,
} as const;
