/**
 * @file The door of the data room: from files to batches.
 */
export type {
  AugmentConfig,
  Augmented,
  Batch,
  ObjectAnnotation,
  Original,
  Rejection,
  Sample,
  SampleSource,
  Split,
  VocRecord,
  VocSet,
} from './types';
