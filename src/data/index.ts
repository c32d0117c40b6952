/**
 * @file The door of the data room: from files to batches.
 */
export { augmentSample, resizeSample } from './augment';
export { augmentedSamples, type BatchOptions, makeBatch } from './batch';
export { cacheBudget } from './cache';
export { type DecodedImage, decodeImage, lookAtImage, UnreadableImageError } from './decode';
export { trainIndices } from './sampler';
export { createSpriteSource, loadSpriteAtlas, type SpriteAtlas, type SpriteOptions, spriteCredits } from './sprites';
export { openStoredVoc } from './store/open-stored';
export { freeBytes, keepSet, removeStoredSet, type StoredSet, storedSets } from './store/stored-sets';
export type {
  AugmentConfig,
  Augmented,
  Batch,
  Facts,
  Finding,
  ObjectAnnotation,
  Original,
  Patch,
  Rejection,
  Repair,
  Repairs,
  Sample,
  SampleSource,
  Severity,
  Split,
  VocRecord,
  VocSet,
} from './types';
export { examine } from './voc/doctor/examine';
export { importVoc, type OpenedVoc, openVoc } from './voc/import-voc';
export { createVocSource, type VocSourceOptions } from './voc/source';
export type { ImportOptions } from './voc/voc-files';
