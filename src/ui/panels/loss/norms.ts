/** @file The two normalizations as this panel names and draws them, and what each divides an image's sums by. */
import type { Normalization } from '../../../experiments';

export interface Norm {
  id: Normalization;
  /** In a sentence. */
  name: string;
  colour: string;
  /** Tells the curves apart without their colour. */
  dash?: string;
}

export const norms: readonly [Norm, Norm] = [
  { id: 'batch', name: 'Batch-wise', colour: 'var(--side-a)' },
  { id: 'sample', name: 'Sample-wise', colour: 'var(--side-b)', dash: '6 4' },
];

/** The unnormalised sums of one image. */
export interface ImageSums {
  /** Sum of cross-entropy over positives and hard negatives. */
  confidence: number;
  /** Sum of smooth L1 over positives. */
  localization: number;
  positives: number;
}

/** One an image; without positives the divisor is 1, and so is that of an empty batch. */
export function divisors(images: readonly Pick<ImageSums, 'positives'>[], norm: Normalization): number[] {
  const all = sum(images.map(({ positives }) => positives));
  return images.map(({ positives }) => Math.max(1, norm === 'batch' ? all : positives));
}

/** Confidence plus localization of each image under a normalization, as the training loss adds them up. */
export function normalizedLosses(images: readonly ImageSums[], norm: Normalization): number[] {
  const by = divisors(images, norm);
  return images.map(({ confidence, localization }, i) => (confidence + localization) / by[i]);
}

/** Each value by the sum of all; where that is 0, so is every share. */
export function shares(values: readonly number[]): number[] {
  const whole = sum(values);
  return values.map((value) => (whole > 0 ? value / whole : 0));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
